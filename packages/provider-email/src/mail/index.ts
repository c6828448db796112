export { type AutoSubmission, type AutoSubmissionSignal, autoSubmissionSchema } from "./auto-submission.js";
export { type Complaint, complaintSchema } from "./bounce/complaint.js";
export { type DeliveryStatus, deliveryStatusSchema } from "./bounce/delivery-status.js";
export { type DispositionNotice, dispositionNoticeSchema } from "./bounce/disposition-notice.js";
export { mailErrors } from "./mail-errors.js";
export { DEFAULT_MAIL_LIMITS, type MailLimits } from "./mail-limits.js";
export { MailParseError, type MailParseErrorCode } from "./mail-parse-error.js";
export { createMailParser, type MailParser, type MailParserOptions } from "./mail-parser.js";
export {
  type MailAddress,
  mailAddressSchema,
  type MailAttachment,
  mailAttachmentSchema,
  type ParsedMail,
  parsedMailSchema,
} from "./parsed-mail.js";
export { readMail } from "./read-mail.js";
