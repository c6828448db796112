import { readReports } from "./bounce/read-reports.js";
import { classifyAutoSubmission } from "./classify-auto-submission.js";
import type { MailLimits } from "./mail-limits.js";
import { MailParseError } from "./mail-parse-error.js";
import { chooseBody } from "./mime/choose-body.js";
import { decodeHeaderText } from "./mime/decode-header-text.js";
import type { HeaderField } from "./mime/header-field.js";
import { type PartText, readPartText } from "./mime/read-part-text.js";
import { readAddresses } from "./mime/read-addresses.js";
import { readAttachment } from "./mime/read-attachment.js";
import { readDate } from "./mime/read-date.js";
import { readMessageIds } from "./mime/read-message-ids.js";
import { scanParts } from "./mime/scan-parts.js";
import type { ParsedMail } from "./parsed-mail.js";

const REFERENCE_LIMIT = 1000;
const HEADER_VALUE_LIMIT = 2000;
const HEADER_COUNT_LIMIT = 20;
const CLASSIFYING_HEADERS = new Set([
  "auto-submitted",
  "authentication-results",
  "delivered-to",
  "envelope-to",
  "feedback-id",
  "list-id",
  "list-post",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "mailing-list",
  "precedence",
  "return-path",
  "x-auto-response-suppress",
  "x-autoreply",
  "x-autorespond",
  "x-failed-recipients",
  "x-loop",
  "x-original-to",
]);

/**
 * Reads one message, on the calling thread. Use `MailParser` for mail from outside: this function has no time limit.
 *
 * The structure and the bodies are read here and not by postal-mime, which ends every 7bit, 8bit and quoted-printable line
 * in LF, adds a newline after the last, drops a byte order mark, rejoins flowed text, joins several text parts with
 * newlines and makes text out of html and back; a body could not come out as it went in (R8). From postal-mime come the
 * address lists and encoded words, which it reads in linear time.
 *
 * @throws {MailParseError} a limit is exceeded.
 */
export function readMail(bytes: Uint8Array, limits: MailLimits): ParsedMail {
  if (bytes.length > limits.sizeLimitBytes) {
    throw new MailParseError("MAIL_TOO_LARGE", { limit: limits.sizeLimitBytes });
  }
  const parts = scanParts(bytes, limits);
  const fields = parts[0]?.fields ?? [];
  const first = (name: string): string => fields.find((field) => field.name === name)?.value ?? "";

  const body = chooseBody(parts, limits.textLimitBytes);
  const text = body.text && readPartText(bytes, body.text);
  const html = body.html && readPartText(bytes, body.html);
  const from = readAddresses(fields, "from", limits);
  const sender = readAddresses(fields, "sender", limits)[0];
  const subject = decodeHeaderText(first("subject"));
  const messageId = readMessageIds(first("message-id"))[0];
  const inReplyTo = readMessageIds(first("in-reply-to"))[0];
  const date = readDate(first("date"));
  const returnPath = fields.find((field) => field.name === "return-path")?.value;
  const reports = readReports({ bytes, parts, fields, subject, text: text?.text, html: html?.text });

  return {
    from,
    ...(sender && { sender }),
    to: readAddresses(fields, "to", limits),
    cc: readAddresses(fields, "cc", limits),
    replyTo: readAddresses(fields, "reply-to", limits),
    subject,
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references: firstAndLast(readMessageIds(first("references"))),
    ...(date !== undefined && { date }),
    ...(text && { text: text.text, textFormat: formatOf(text) }),
    ...(html && { html: html.text }),
    exact: (text?.exact ?? true) && (html?.exact ?? true),
    attachments: body.attachments.map((part) => readAttachment(bytes, part)),
    headers: classifyingHeaders(fields),
    autoSubmitted: classifyAutoSubmission(fields, {
      subject,
      fromAddress: from[0]?.address ?? "",
      returnPathNull: returnPath !== undefined && /^<?\s?>?$/.test(returnPath),
      report:
        reports.deliveryStatus !== undefined || reports.complaint !== undefined || reports.disposition !== undefined,
    }),
    ...reports,
  };
}

function formatOf(text: PartText): ParsedMail["textFormat"] {
  if (!text.flowed) return "fixed";
  return text.deleteSpace ? "flowed-delsp" : "flowed";
}

function firstAndLast(ids: string[]): string[] {
  return ids.length <= REFERENCE_LIMIT ? ids : [...ids.slice(0, 1), ...ids.slice(1 - REFERENCE_LIMIT)];
}

function classifyingHeaders(fields: readonly HeaderField[]): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    if (!CLASSIFYING_HEADERS.has(name)) continue;
    const values = headers.get(name) ?? [];
    headers.set(name, values);
    if (values.length < HEADER_COUNT_LIMIT) values.push(value.slice(0, HEADER_VALUE_LIMIT));
  }
  return Object.fromEntries(headers);
}
