import { z } from "zod";
import { contentFeatureSchema } from "../manifest/capability.js";
import { accountIdSchema, idSchema, idempotencyKeySchema, instantSchema } from "../identifier.js";
import { addressSchema, recipientSchema } from "./address.js";
import { messageContentSchema } from "./message-content.js";

/**
 * The legal basis of GDPR Art. 6(1) the account relies on for this message, with a reference to its evidence. The legal-basis
 * gate reads it (R14).
 */
export const legalBasisSchema = z.lazy(() =>
  z.strictObject({
    basis: z.enum([
      "consent",
      "contract",
      "legal-obligation",
      "vital-interests",
      "public-task",
      "legitimate-interests",
    ]),
    /** What the message is for, e.g. `"order-status"`; consent is given per purpose. */
    purpose: z.string().min(1).max(128),
    evidenceId: idSchema.optional(),
  }),
);
export type LegalBasis = z.infer<typeof legalBasisSchema>;

/** What `send` takes. Everything but ids, times and `metadata` may be personal data. */
export const outboundMessageSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    channelId: idSchema,
    recipients: z.array(recipientSchema).min(1).max(1_000),
    /** Who it comes from, where the channel lets the account choose; else the channel's own sender. */
    sender: addressSchema.optional(),
    content: messageContentSchema,
    /** The provider's id of the message this one answers. */
    replyToProviderMessageId: z.string().min(1).max(998).optional(),
    /**
     * Same key, channel and content: accepted once, the first acceptance is returned, whatever became of it. Same key, another channel or
     * content: an error.
     */
    idempotencyKey: idempotencyKeySchema.optional(),
    /** Not handed over before this instant. */
    notBeforeAt: instantSchema.optional(),
    /** Given up if the provider has not received it by then. */
    expiresAt: instantSchema.optional(),
    legalBasis: legalBasisSchema.optional(),
    /** Features the caller knows the channel drops and accepts to lose, by name (R8). */
    acceptDropped: z.array(contentFeatureSchema).optional(),
    /** The host's own references; never leaves the host. */
    metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
  }),
);
export type OutboundMessage = z.infer<typeof outboundMessageSchema>;
/** As callers write it: defaults may be left out. */
export type OutboundMessageInput = z.input<typeof outboundMessageSchema>;
