import { z } from "zod";

/** How much at once, and how stubbornly, a channel is used. The account's settings can lower these, never raise them. */
export const limitsSchema = z.lazy(() =>
  z.strictObject({
    /** Transfers of one channel under way at the same time. */
    concurrency: z.int().min(1).max(4_096).default(16),
    /** `strict`: a channel's messages leave one after the other in the order of acceptance; `none`: as lanes are free. */
    order: z.enum(["strict", "none"]).default("none"),
    /** Attempts of one message, the first included. */
    maxAttempts: z.int().min(1).max(1_000).default(8),
    /** First delay of the exponential backoff; each further one doubles, with full jitter. Milliseconds. */
    backoffBaseMs: z.int().min(1).max(3_600_000).default(1_000),
    /** Longest delay of the backoff. What a provider asks for by Retry-After is obeyed beyond it, up to a day. Milliseconds. */
    backoffMaxMs: z.int().min(1).max(86_400_000).default(900_000),
    /** A message without `expiresAt` is given up after this long. Seconds. */
    expireAfterSeconds: z.int().min(1).default(172_800),
  }),
);
export type Limits = z.infer<typeof limitsSchema>;
