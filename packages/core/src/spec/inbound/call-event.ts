import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { partySchema } from "../party.js";
import { eventKeySchema } from "./event-key.js";

/** Why a call ended. */
export const callCauseSchema = z.enum([
  "completed",
  "busy",
  "no-answer",
  "declined",
  "failed",
  "cancelled",
  "unreachable",
]);
export type CallCause = z.infer<typeof callCauseSchema>;

/**
 * Something that happened to a call. A call is a session of its own, not a message: events carry the provider's `callId`, and the
 * host moves the call's state by rank, `sequence` and `occurredAt`, never backwards.
 */
export const callEventSchema = z.lazy(() =>
  z.strictObject({
    type: z.literal("call"),
    callId: z.string().min(1).max(256),
    /** Our own id of the call (`idempotencyKey` of the request), where the provider gives back what we sent along. */
    reference: z.string().min(1).max(256).optional(),
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
    /** Rises with every event of the call, where the provider counts them. */
    sequence: z.int().min(0).optional(),
    /** The provider waits for verbs: in the answer to this webhook (`doAnswer`), else by `doControl`. */
    awaitsVerbs: z.boolean().optional(),
    from: z.string().max(320).optional(),
    to: z.string().max(320).optional(),
    digits: z.string().max(256).optional(),
    speech: z.string().max(16_384).optional(),
    /** From 0 to 1, where the provider says how sure it is of `speech`. */
    confidence: z.number().min(0).max(1).optional(),
    /** The verb that finished, with `verb-finished`. What became of whom it called is in `providerCode`, or in `sipStatus`. */
    verb: z.string().max(32).optional(),
    /** With `recording-ready`: a file to fetch by the `media` capability (`calls.recording`). */
    recording: z
      .strictObject({ mediaId: z.string().min(1).max(512), durationMs: z.int().min(0).optional() })
      .optional(),
    /** With `ended`: why, whose doing, how long. SIP final answers as their number. */
    cause: callCauseSchema.optional(),
    party: partySchema.optional(),
    sipStatus: z.int().min(100).max(699).optional(),
    /** From answer to end, as the provider counts it. */
    durationMs: z.int().min(0).optional(),
    providerCode: z.string().max(64).optional(),
    /** What the provider tells this event from every other of the channel by: see `eventKeySchema`. */
    deduplicationKey: eventKeySchema.optional(),
  }),
);
export type CallEvent = z.infer<typeof callEventSchema>;
