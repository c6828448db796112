import type { DeliveryReport, InboundEventInput } from "@plugboard/core/spec";
import type { DeliveryStatus, ParsedMail } from "../../mail/index.js";

const STATUS: Readonly<Record<DeliveryStatus["action"], DeliveryReport["status"]>> = {
  failed: "undelivered",
  delayed: "delayed",
  delivered: "delivered",
  // Handed to a system that reports no further (RFC 3464 §2.3.3).
  relayed: "sent",
  expanded: "sent",
};
/** Feedback that is no complaint of a person (RFC 5965 §7.3, RFC 6591). */
const NO_COMPLAINT = new Set(["not-spam", "auth-failure"]);
const RECIPIENT_LENGTH = 320;

/**
 * The reports in a mail about messages that were sent: bounces (RFC 3464), complaints (RFC 5965), read receipts (RFC 8098).
 * @returns empty when it is none, or does not say which message it is about: it is then shown as a message.
 */
export function deliveryReports(mail: ParsedMail, receivedAt: string | undefined): InboundEventInput[] {
  const occurredAt = receivedAt ?? mail.date;
  const base = occurredAt === undefined ? {} : { occurredAt };
  return [...bounces(mail), ...complaints(mail), ...receipts(mail)].map((report) => ({ ...base, ...report }));
}

function bounces({ deliveryStatus = [] }: ParsedMail): DeliveryReport[] {
  return deliveryStatus.flatMap((status) => {
    if (!isMessageId(status.originalMessageId)) return [];
    return {
      type: "delivery-report" as const,
      providerMessageId: status.originalMessageId,
      status: STATUS[status.action],
      ...recipientOf(status.recipient),
      ...(status.kind === "none" ? {} : { permanence: status.kind }),
      ...(status.enhancedStatusCode === undefined ? {} : { enhancedStatusCode: status.enhancedStatusCode }),
      ...(status.smtpCode === undefined ? {} : { providerCode: String(status.smtpCode) }),
      ...(status.party === undefined ? {} : { party: status.party }),
    };
  });
}

function complaints({ complaint }: ParsedMail): DeliveryReport[] {
  if (!isMessageId(complaint?.originalMessageId) || NO_COMPLAINT.has(complaint.feedbackType)) return [];
  const report = {
    type: "delivery-report" as const,
    providerMessageId: complaint.originalMessageId,
    status: "complained" as const,
    party: "recipient" as const,
  };
  return complaint.recipients.length === 0
    ? [report]
    : complaint.recipients.map((recipient) => ({ ...report, ...recipientOf(recipient) }));
}

function receipts({ disposition }: ParsedMail): DeliveryReport[] {
  if (!isMessageId(disposition?.originalMessageId) || disposition.disposition !== "displayed") return [];
  return [
    {
      type: "delivery-report",
      providerMessageId: disposition.originalMessageId,
      status: "read",
      ...(disposition.recipient === undefined ? {} : recipientOf(disposition.recipient)),
    },
  ];
}

function recipientOf(recipient: string): { recipient?: string } {
  return recipient.length > RECIPIENT_LENGTH ? {} : { recipient };
}

function isMessageId(id: string | undefined): id is string {
  return id !== undefined && id.length > 0 && id.length <= 998;
}
