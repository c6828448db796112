import { z } from "zod";
import { channelKindSchema } from "../channel-kind.js";
import { idSchema, instantSchema } from "../identifier.js";
import { addressSchema, singleLineSchema } from "../message/address.js";

/**
 * A consent that a person gave with a message: the ticked box of a form. The host records it as evidence before its handlers see the message
 * (GDPR Art. 7(1)).
 */
export const statedConsentSchema = z.lazy(() =>
  z.strictObject({
    address: addressSchema,
    /** What for, as messages name it in `legalBasis.purpose`. */
    purposes: z.array(z.string().min(1).max(128)).min(1).max(32),
    /** On which kinds of channel; every kind when absent. */
    channelKinds: z.array(channelKindSchema).min(1).max(16).optional(),
    /** SHA-256 of the exact words that were shown, lower-case hex. */
    wordingHash: z.string().regex(/^[0-9a-f]{64}$/),
    language: z.string().max(35).optional(),
    givenAt: instantSchema,
    /** Where it was given: a page's address. */
    source: z.string().min(1).max(1_000),
    /**
     * Present: a double opt-in. The consent counts when the person follows the link that the host sends through a channel of the same
     * account, which the account's administrator named in this channel's settings.
     */
    confirmation: z
      .strictObject({
        channelId: idSchema,
        /** Nobody can guess it, and it is the same whenever the delivery is read: made with a secret of the channel. */
        secret: z.string().regex(/^[A-Za-z0-9_-]{32,128}$/),
        validForDays: z.int().min(1).max(30),
        subject: singleLineSchema.min(1).max(998),
        /** `{link}` stands for the address of `url` with the token behind it. */
        text: z.string().min(1).max(20_000),
        /** The page that confirms; gets `?token=…`. */
        url: z.url({ protocol: /^https?$/ }),
      })
      .optional(),
  }),
);
export type StatedConsent = z.infer<typeof statedConsentSchema>;
