import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { partySchema } from "../party.js";

/** A code for programs, upper snake: `"RECIPIENT_UNKNOWN"`; no personal data. */
const reasonCodeSchema = z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/);
/** The provider's own code, as it gave it: `"131047"`, `"550 5.1.1"`; no free text. */
const providerCodeSchema = z.string().max(64);
/**
 * The answer is about the person and not about this message alone: they told the provider to stop (`opt-out`, R16), or the address does not exist
 * (`hard-bounce`, R21). The host writes to them no more by this kind of channel. Left out where it holds for a part of the messages only, as for
 * marketing: the provider keeps to that.
 */
const suppressSchema = z.enum(["opt-out", "hard-bounce"]);

/**
 * What became of one attempt to hand a message over. There are four outcomes and no fifth:
 *
 * - `received`: the provider has it (R23). `receivedAt` is the provider's clock where it tells one.
 * - `refused`: permanent, with the party at fault.
 * - `try-again`: temporary; `retryAfterMs` as the provider asked, which is obeyed up to a day. `scope: "channel"` (a rate limit, bad credentials)
 *   pauses the lane.
 * - `unknown`: the bytes may have arrived and no answer says so. Never resent blindly (G2).
 */
export const sendOutcomeSchema = z.lazy(() =>
  z.discriminatedUnion("outcome", [
    z.strictObject({
      outcome: z.literal("received"),
      providerMessageId: z.string().min(1).max(998),
      receivedAt: instantSchema.optional(),
      /**
       * Recipients the provider refused while it took the message for the others: positions in `recipients`. The host tells them by
       * `recipients-refused` and sends nothing to them again: that is the account's to decide.
       */
      refusedRecipients: z
        .array(
          z.strictObject({
            index: z.int().min(0),
            code: reasonCodeSchema,
            providerCode: providerCodeSchema.optional(),
            suppress: suppressSchema.optional(),
          }),
        )
        .optional(),
    }),
    z.strictObject({
      outcome: z.literal("refused"),
      code: reasonCodeSchema,
      party: partySchema,
      providerCode: providerCodeSchema.optional(),
      /** Of every recipient of the message. */
      suppress: suppressSchema.optional(),
    }),
    z.strictObject({
      outcome: z.literal("try-again"),
      code: reasonCodeSchema,
      party: partySchema,
      retryAfterMs: z.number().min(0).optional(),
      scope: z.enum(["message", "channel"]).default("message"),
      providerCode: providerCodeSchema.optional(),
    }),
    z.strictObject({
      outcome: z.literal("unknown"),
      code: reasonCodeSchema,
      party: partySchema,
      providerCode: providerCodeSchema.optional(),
    }),
  ]),
);
export type SendOutcome = z.infer<typeof sendOutcomeSchema>;
/** As a provider writes it: defaults may be left out. */
export type SendOutcomeInput = z.input<typeof sendOutcomeSchema>;
