import * as z from "zod/mini";

/** What happened to a call, as the operator's page saw it. Causes have the names of the contract's call events. */
export const softphoneEventSchema = z.strictObject({
  /** Made by the page, once for each event: the same one posted again is one event. */
  eventId: z.uuid(),
  /** The SIP Call-ID. */
  sipCallId: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Present when the host asked for the call. */
  commandId: z.optional(z.string().check(z.maxLength(64))),
  event: z.enum([
    ...(["offered", "ringing", "answered", "held", "resumed", "digits"] as const),
    ...(["transferred", "transfer-failed", "ended"] as const),
  ]),
  direction: z.enum(["inbound", "outbound"]),
  occurredAt: z.iso.datetime(),
  /** Counts within the call, from 0. */
  sequence: z.int().check(z.minimum(0)),
  /** Addresses as SIP gives them, without parameters. */
  from: z.string().check(z.maxLength(320)),
  to: z.string().check(z.maxLength(320)),
  digits: z.optional(z.string().check(z.regex(/^[0-9A-D*#]+$/), z.maxLength(64))),
  cause: z.optional(z.enum(["completed", "busy", "no-answer", "declined", "failed", "cancelled", "unreachable"])),
  endedBy: z.optional(z.enum(["operator", "remote", "system"])),
  /** Why a call ended, or why a transfer was not taken, where somebody's server said so. */
  sipStatus: z.optional(z.int().check(z.minimum(100), z.maximum(699))),
  durationMs: z.optional(z.int().check(z.minimum(0))),
});
export type SoftphoneEvent = z.infer<typeof softphoneEventSchema>;
