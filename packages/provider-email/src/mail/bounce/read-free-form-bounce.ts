import type { DeliveryStatus } from "./delivery-status.js";
import { findAddresses } from "./find-addresses.js";
import { findFailedRecipients } from "./find-failed-recipients.js";
import { makeDeliveryStatus } from "./make-delivery-status.js";
import type { ReportSource } from "./report-source.js";
import type { ReturnedMessage } from "./returned-message.js";

const STILL_TRYING = [
  "warning message only",
  "do not need to resend",
  "has been delayed",
  "delivery delayed",
  "is delayed",
  "will be retried",
  "will continue to try",
  "will keep trying",
  "still being retried",
  "not yet been delivered",
];
const RECIPIENT_LIMIT = 1000;
const DIAGNOSIS_LIMIT = 8000;

/**
 * Reads a bounce that has no machine-readable part. The recipient is taken from X-Failed-Recipients, else from the
 * report's own lines.
 * @param asLastResort - where neither names one: take the To of the returned message, or the address of the sender itself.
 */
export function readFreeFormBounce(
  source: ReportSource,
  explanation: readonly string[],
  returned: ReturnedMessage | undefined,
  asLastResort: boolean,
): DeliveryStatus[] {
  const values = (name: string): string =>
    source.fields
      .filter((field) => field.name === name)
      .map((field) => field.value)
      .join(", ");
  // The report goes to whoever sent the message, so that address is no failed recipient unless nothing else is named.
  const notRecipients = new Set(
    findAddresses(`${values("to")} ${values("from")}`).map((address) => address.toLowerCase()),
  );
  const whole = explanation.join(" ").slice(0, DIAGNOSIS_LIMIT);
  const inText = findFailedRecipients(explanation, notRecipients);
  const listed = findAddresses(values("x-failed-recipients")).map((recipient) => ({
    recipient,
    diagnosis: inText.find((found) => found.recipient.toLowerCase() === recipient.toLowerCase())?.diagnosis ?? "",
  }));
  let recipients = listed.length > 0 ? listed : inText;
  if (recipients.length === 0 && asLastResort) {
    recipients = (returned?.to ?? []).map((recipient) => ({ recipient, diagnosis: "" }));
    if (recipients.length === 0) recipients = findFailedRecipients(explanation, new Set());
  }
  const delayed = STILL_TRYING.some((wording) => whole.toLowerCase().includes(wording));
  return recipients.slice(0, RECIPIENT_LIMIT).map(({ recipient, diagnosis }) =>
    makeDeliveryStatus({
      recipient,
      action: delayed ? "delayed" : "failed",
      diagnosis,
      context: recipients.length === 1 ? `${whole} ${source.subject}` : "",
      originalMessageId: returned?.messageId,
    }),
  );
}
