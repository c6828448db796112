import { z } from "zod";
import { autoSubmissionSchema } from "./auto-submission.js";
import { complaintSchema } from "./bounce/complaint.js";
import { deliveryStatusSchema } from "./bounce/delivery-status.js";
import { dispositionNoticeSchema } from "./bounce/disposition-notice.js";

/** A mailbox; groups are flattened and their names dropped. Entries without an address, or with one of over 998 characters, are left out. */
export const mailAddressSchema = z.strictObject({
  /** As written, without angle brackets; not checked for deliverability. */
  address: z.string().min(1),
  /** Display name, encoded words decoded, no line ends. */
  name: z.string().optional(),
});
export type MailAddress = z.infer<typeof mailAddressSchema>;

/** A part that is not the body. */
export const mailAttachmentSchema = z.strictObject({
  /** Decoded (RFC 2047, RFC 2231), no line ends. Chosen by the sender: never a path to write to. */
  filename: z.string().optional(),
  /** `type/subtype` in lower case, as declared. */
  contentType: z.string(),
  /** As declared; for text parts. */
  charset: z.string().optional(),
  /** Content-ID without angle brackets. */
  contentId: z.string().optional(),
  /** Meant to be shown with the body rather than saved: disposition inline, a Content-ID, or text without a name. */
  inline: z.boolean(),
  /** The part with its transfer encoding undone and nothing else changed. */
  bytes: z.instanceof(Uint8Array),
});
export type MailAttachment = z.infer<typeof mailAttachmentSchema>;

/** How a text body was wrapped (RFC 3676). The text is given as it came; a view may rejoin the lines. */
const textFormatSchema = z.enum(["fixed", "flowed", "flowed-delsp"]);

/** One message, read. Everything in it was chosen by whoever sent it. Survives structured cloning. */
export const parsedMailSchema = z.strictObject({
  from: z.array(mailAddressSchema),
  sender: mailAddressSchema.optional(),
  to: z.array(mailAddressSchema),
  cc: z.array(mailAddressSchema),
  replyTo: z.array(mailAddressSchema),
  /** Decoded, no line ends; empty when absent. */
  subject: z.string(),
  /** With angle brackets, as in the header. */
  messageId: z.string().optional(),
  inReplyTo: z.string().optional(),
  /** Oldest first, with angle brackets. Of more than 1,000 the first and the last 999. */
  references: z.array(z.string()),
  /** ISO 8601 UTC by the sender's clock; absent when missing or not a date. */
  date: z.string().optional(),
  /**
   * The first text/plain part that is not an attachment, decoded from its transfer encoding and character set and
   * otherwise as it came: line ends, blanks, trailing newline, byte order mark and flowed wrapping are kept. Mail carries
   * text as CRLF lines, and SMTP ends the last line of a message that is not multipart; a sender that wants other line
   * ends or no final newline kept sends base64 or quoted-printable. Further text parts are inline attachments.
   */
  text: z.string().optional(),
  textFormat: textFormatSchema.optional(),
  /** The first text/html part that is not an attachment, as {@link text}. Untrusted: sanitise before showing. */
  html: z.string().optional(),
  /** False when a byte of text or html had no meaning in its declared character set and reads U+FFFD. */
  exact: z.boolean(),
  attachments: z.array(mailAttachmentSchema),
  /** The fields that tell people from machines, lower-case name to values in document order. */
  headers: z.record(z.string(), z.array(z.string())),
  autoSubmitted: autoSubmissionSchema,
  /** Present when this is a delivery status notification, in a standard or a known free form. */
  deliveryStatus: z.array(deliveryStatusSchema).min(1).optional(),
  /** Present when this is an abuse report (RFC 5965). */
  complaint: complaintSchema.optional(),
  /** Present when this is a read receipt or its refusal (RFC 8098). */
  disposition: dispositionNoticeSchema.optional(),
});
export type ParsedMail = z.infer<typeof parsedMailSchema>;
