import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { partySchema } from "../party.js";

/**
 * Something that happened to a call. A call is a session of its own, not a message: events carry the provider's `callId`, and the
 * host moves the call's state by `sequence` or `occurredAt`, never backwards.
 */
export const callEventSchema = z.strictObject({
  type: z.literal("call"),
  callId: z.string().min(1).max(256),
  event: z.enum([
    "offered",
    "ringing",
    "answered",
    "machine-detected",
    "digits",
    "speech",
    "recording-ready",
    "verb-finished",
    "ended",
  ]),
  direction: z.enum(["inbound", "outbound"]),
  occurredAt: instantSchema.optional(),
  sequence: z.int().min(0).optional(),
  from: z.string().max(320).optional(),
  to: z.string().max(320).optional(),
  digits: z.string().max(256).optional(),
  speech: z.string().optional(),
  recording: z.strictObject({ mediaId: z.string(), durationMs: z.int().min(0).optional() }).optional(),
  /** With `ended`: why, whose doing, how long. SIP final answers as their number. */
  cause: z.enum(["completed", "busy", "no-answer", "declined", "failed", "cancelled", "unreachable"]).optional(),
  party: partySchema.optional(),
  sipStatus: z.int().min(100).max(699).optional(),
  durationMs: z.int().min(0).optional(),
});
export type CallEvent = z.infer<typeof callEventSchema>;
