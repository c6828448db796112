import { z } from "zod";

/** What a host can turn; the defaults suit one process with a local disk. */
export const hostSettingsSchema = z.lazy(() =>
  z.strictObject({
    /** Messages of one channel held in memory; the rest waits in the store. */
    laneWindow: z.int().min(1).max(1_000_000).default(4_096),
    /** Deliveries handled at the same time, over all channels; those of one channel go one after the other. */
    inboundConcurrency: z.int().min(1).max(1_024).default(16),
    /** Deliveries held in memory; the rest waits in the store. */
    inboundWindow: z.int().min(1).max(1_000_000).default(2_048),
    /** Attempts to parse and handle a delivery before it is parked. */
    inboundMaxAttempts: z.int().min(1).max(1_000).default(8),
    /** First delay after a failed attempt; doubles each time. Milliseconds. */
    inboundBackoffBaseMs: z.int().min(1).default(500),
    /** Time a handler may take for one event. Milliseconds. */
    handlerTimeoutMs: z.int().min(1).default(30_000),
    /** Time the authority may take for its verdict on one act; after that it is a no. Milliseconds. */
    authorityTimeoutMs: z.int().min(1).max(600_000).default(10_000),
    /** Deduplication keys of handled deliveries are kept this long. Days. */
    deduplicationDays: z.int().min(1).default(14),
    /**
     * Who names channels. `chosen`: the caller may, and learns by `CHANNEL_EXISTS` that an id is taken, by whomever; `made`: the host does, for
     * hosts that pass on what accounts ask for. A name that is none of the account's own channels is refused then, taken or not.
     */
    channelIds: z.enum(["chosen", "made"]).default("chosen"),
  }),
);
export type HostSettings = z.infer<typeof hostSettingsSchema>;
export type HostSettingsInput = z.input<typeof hostSettingsSchema>;
