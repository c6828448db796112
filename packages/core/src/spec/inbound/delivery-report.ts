import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { partySchema } from "../party.js";
import { eventKeySchema } from "./event-key.js";

/**
 * What a provider reports of a message it received. `sent`: handed on; `delivered`: with the recipient's system; `read`;
 * `undelivered`: given up, `permanence` says whether the address is dead (`hard`) or the failure passing (`soft`); `delayed`: still trying;
 * `complained`: the recipient marked it as unwanted.
 */
export const deliveryReportSchema = z.lazy(() =>
  z.strictObject({
    type: z.literal("delivery-report"),
    /** The provider's id of the message, as in the receipt. */
    providerMessageId: z.string().min(1).max(998),
    /**
     * Our own id of the message (`idempotencyKey` of the transfer), where the provider gives back what we sent along: with idempotency
     * `callback` it settles a message whose receipt was lost.
     */
    reference: z.string().min(1).max(256).optional(),
    status: z.enum(["sent", "delivered", "read", "undelivered", "delayed", "complained"]),
    /** The provider's clock. */
    occurredAt: instantSchema.optional(),
    /** Address the report is about, where a message had several. Personal data. */
    recipient: z.string().max(320).optional(),
    permanence: z.enum(["hard", "soft"]).optional(),
    /** RFC 3463, e.g. `"5.1.1"`. */
    enhancedStatusCode: z
      .string()
      .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
      .optional(),
    providerCode: z.string().max(64).optional(),
    party: partySchema.optional(),
    retryable: z.boolean().optional(),
    /** Price category where the provider names one: `"utility"`, `"marketing"`. */
    pricingCategory: z.string().max(64).optional(),
    /** What the provider tells this event from every other of the channel by: see `eventKeySchema`. */
    deduplicationKey: eventKeySchema.optional(),
  }),
);
export type DeliveryReport = z.infer<typeof deliveryReportSchema>;
