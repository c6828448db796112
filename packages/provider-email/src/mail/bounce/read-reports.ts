import type { MimePart } from "../mime/mime-part.js";
import { decodeTransferEncoding } from "../mime/decode-transfer-encoding.js";
import { readMessageIds } from "../mime/read-message-ids.js";
import { readPartText } from "../mime/read-part-text.js";
import type { ParsedMail } from "../parsed-mail.js";
import type { DeliveryStatus } from "./delivery-status.js";
import { htmlToLines } from "./html-to-lines.js";
import { isFreeFormBounce } from "./is-free-form-bounce.js";
import { readComplaint } from "./read-complaint.js";
import { readDeliveryReport } from "./read-delivery-report.js";
import { readDispositionNotice } from "./read-disposition-notice.js";
import { readFreeFormBounce } from "./read-free-form-bounce.js";
import type { ReportSource } from "./report-source.js";
import { readReturnedMessage, type ReturnedMessage } from "./returned-message.js";
import { splitReportText } from "./split-report-text.js";

/** Which kind of report a message is; at most one of the three. */
export type Reports = Pick<ParsedMail, "deliveryStatus" | "complaint" | "disposition">;

const REPORT_LIMIT_BYTES = 262_144;
const RETURNED_TYPES = new Set([
  "message/rfc822",
  "text/rfc822-headers",
  "message/global",
  "message/global-headers",
  "message/rfc822-headers",
]);

/** Reads delivery reports (RFC 3464, or known free forms), abuse reports (RFC 5965) and disposition notices (RFC 8098). */
export function readReports(source: ReportSource): Reports {
  const leaves = source.parts.filter((part) => !part.container);
  const partOf = (...types: string[]): MimePart | undefined =>
    leaves.find((part) => types.includes(part.contentType.value));
  const textOf = (part: MimePart): string => readPartText(source.bytes, part, REPORT_LIMIT_BYTES).text;
  const { explanation, returned: returnedText } = splitReportText(source.text ?? htmlToLines(source.html ?? ""));
  const returned = returnedMessage(source, leaves, returnedText);

  const feedback = partOf("message/feedback-report");
  if (feedback !== undefined) return { complaint: readComplaint(textOf(feedback), returned) };
  if (isUnmarkedComplaint(source, leaves)) return { complaint: readComplaint("Feedback-Type: abuse", returned) };
  const notice = partOf("message/disposition-notification", "message/global-disposition-notification");
  if (notice !== undefined) return { disposition: readDispositionNotice(textOf(notice), returned?.messageId) };

  const context = {
    originalMessageId: returned?.messageId,
    returnedTo: returned?.to ?? [],
    explanation: explanation.join(" ").slice(0, 4000),
  };
  const statusPart = partOf("message/delivery-status", "message/global-delivery-status");
  const fromPart = statusPart === undefined ? [] : readDeliveryReport(textOf(statusPart), context);
  if (fromPart.length > 0) return { deliveryStatus: fromPart };
  if (statusPart === undefined && !isFreeFormBounce(source, explanation.join("\n"))) return {};

  const readers: (() => DeliveryStatus[])[] = [
    () => readDeliveryReport(explanation.join("\n"), context),
    () => readFreeFormBounce(source, explanation, returned, false),
    // A bounce of a bounce: the report that matters is the one returned.
    () => readDeliveryReport(returnedText, context),
    () => readDeliveryReport(attachedText(source, leaves), context),
    () => readFreeFormBounce(source, explanation, returned, true),
  ];
  for (const reader of readers) {
    const statuses = reader();
    if (statuses.length > 0) return { deliveryStatus: statuses };
  }
  return {};
}

/** The attached message or header, else what follows the report in its text; the report's own In-Reply-To as a last resort. */
function returnedMessage(source: ReportSource, leaves: readonly MimePart[], text: string): ReturnedMessage | undefined {
  const attached = attachedBytes(source, leaves);
  const returned = readReturnedMessage(attached ?? Buffer.from(text, "utf8"));
  if (returned.messageId !== undefined) return returned;
  const inReplyTo = source.fields.find((field) => field.name === "in-reply-to")?.value ?? "";
  return { to: returned.to, messageId: readMessageIds(inReplyTo)[0] };
}

function attachedText(source: ReportSource, leaves: readonly MimePart[]): string {
  return Buffer.from(attachedBytes(source, leaves) ?? []).toString("latin1");
}

function attachedBytes(source: ReportSource, leaves: readonly MimePart[]): Uint8Array | undefined {
  const attached = leaves.find((part) => RETURNED_TYPES.has(part.contentType.value));
  if (attached === undefined) return undefined;
  const end = Math.min(attached.bodyEnd, attached.bodyStart + REPORT_LIMIT_BYTES);
  return decodeTransferEncoding(source.bytes.subarray(attached.bodyStart, end), attached.transferEncoding);
}

/** Outlook.com's junk mail reports carry the message alone, without the fields of RFC 5965. */
function isUnmarkedComplaint(source: ReportSource, leaves: readonly MimePart[]): boolean {
  return (
    /^complaint about message from /i.test(source.subject.trim()) &&
    leaves.some((part) => part.contentType.value === "message/rfc822")
  );
}
