import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { channelKindSchema } from "../spec/channel-kind.js";
import { accountIdSchema } from "../spec/identifier.js";
import { addressSchema } from "../spec/message/address.js";

/** Why a person is not written to. `opt-out`: they said so by a word or an unsubscribe; `objection`: they objected (GDPR Art. 21). */
export const suppressionReasonSchema = z.enum([
  "opt-out",
  "complaint",
  "hard-bounce",
  "objection",
  "restriction",
  "host",
]);
export type SuppressionReason = z.infer<typeof suppressionReasonSchema>;

/** A kind of channel, or every channel of the account. */
const suppressionScopeSchema = z.lazy(() => z.union([channelKindSchema, z.literal("all")]));

/** One entry as a host adds it. */
export const suppressionSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    address: addressSchema,
    scope: suppressionScopeSchema.default("all"),
    reason: suppressionReasonSchema,
    act: actSchema,
  }),
);
export type SuppressionInput = z.input<typeof suppressionSchema>;

/** An entry as it is kept: under the person's key, without the address. */
export const storedSuppressionSchema = z.lazy(() =>
  z.strictObject({
    scope: suppressionScopeSchema,
    reason: suppressionReasonSchema,
    atMs: z.number(),
    actor: z.string(),
    /** The channel it came in by, where it was not a host's act. */
    channelId: z.string().optional(),
  }),
);
export type StoredSuppression = z.infer<typeof storedSuppressionSchema>;
