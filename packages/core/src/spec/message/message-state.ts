import { z } from "zod";

/**
 * Where a message is. Until the provider has it: `accepted` (durable here), `held` (blocked, waiting for a decision),
 * `transferring` (a call may be under way), `waiting` (will be tried again), `unknown` (the bytes may have arrived: never retried
 * blindly, only looked up or sent again with its key, and it stays `unknown` meanwhile). Ended without it: `refused`, `expired`, `cancelled`. Then, by delivery reports: `received` (by the provider, R23), `sent`,
 * `delivered`, `read`, or `undelivered`.
 */
export const messageStateSchema = z.enum([
  "accepted",
  "held",
  "transferring",
  "waiting",
  "unknown",
  "refused",
  "expired",
  "cancelled",
  "received",
  "sent",
  "delivered",
  "read",
  "undelivered",
]);
export type MessageState = z.infer<typeof messageStateSchema>;
