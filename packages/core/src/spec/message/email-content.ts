import { z } from "zod";
import { urlSchema } from "../url.js";
import { addressSchema, singleLineSchema } from "./address.js";
import { mediaTypeSchema } from "./media.js";

/** A file of an e-mail. `contentId` makes it an inline image that HTML refers to as `cid:…` (RFC 2392). */
export const attachmentSchema = z.lazy(() =>
  z.strictObject({
    filename: singleLineSchema.min(1).max(255),
    contentType: mediaTypeSchema,
    bytes: z.instanceof(Uint8Array),
    contentId: singleLineSchema
      .regex(/^[^\s<>]+$/, { error: "expected an id without spaces and angle brackets" })
      .max(255)
      .optional(),
  }),
);
export type Attachment = z.infer<typeof attachmentSchema>;

/** A message id of RFC 5322 §3.6.4, with its angle brackets. */
export const emailMessageIdSchema = singleLineSchema
  .max(998)
  .regex(/^<[^<>\s]+>$/, { error: "expected an id in angle brackets" });

/**
 * Content of an e-mail. At least one of `text` and `html`; both make an alternative (RFC 2046 §5.1.4). The decoded body that
 * arrives is byte for byte the string given here.
 */
export const emailContentSchema = z.lazy(() =>
  z
    .strictObject({
      type: z.literal("email"),
      subject: singleLineSchema.max(998),
      text: z.string().optional(),
      html: z.string().optional(),
      attachments: z.array(attachmentSchema).max(1_000).optional(),
      replyTo: addressSchema.optional(),
      /** Threading: the message answered (`In-Reply-To`) and its ancestors, oldest first (`References`), RFC 5322 §3.6.4. */
      inReplyTo: emailMessageIdSchema.optional(),
      references: z.array(emailMessageIdSchema).max(100).optional(),
      /** RFC 2369 and RFC 8058: an `https:` address makes it one-click. */
      listUnsubscribe: z
        .strictObject({
          url: urlSchema.refine((url) => /^https:/i.test(url), { error: "is no https: URL" }).optional(),
          mailto: urlSchema.refine((url) => /^mailto:/i.test(url), { error: "is no mailto: URL" }).optional(),
        })
        .refine((value) => value.url !== undefined || value.mailto !== undefined, { error: "url or mailto is needed" })
        .optional(),
      /** Further header fields, names `X-…` or `List-…` only; values are one line each. */
      headers: z
        .record(
          z.string().regex(/^(?:X|List)-[A-Za-z0-9-]{1,70}$/, { error: "expected names X-… or List-…" }),
          singleLineSchema.max(998),
        )
        .optional(),
    })
    .refine((content) => content.text !== undefined || content.html !== undefined, { error: "text or html is needed" }),
);
export type EmailContent = z.infer<typeof emailContentSchema>;
