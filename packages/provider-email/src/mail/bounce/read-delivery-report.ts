import type { DeliveryStatus } from "./delivery-status.js";
import { makeDeliveryStatus } from "./make-delivery-status.js";
import { reportAddress } from "./report-address.js";
import { type ReportFields, readReportFields } from "./report-fields.js";

const RECIPIENT_LIMIT = 1000;
const RECIPIENT_FIELDS = ["original-recipient", "final-recipient", "x-actual-recipient"];

/**
 * Reads the recipients of a message/delivery-status body (RFC 3464, and RFC 6533 for other alphabets), and of the same
 * fields where a server writes them into plain text.
 * @param context.returnedTo - To of the returned message; stands in for a recipient that is given without a local part.
 * @param context.explanation - the part for people; its wording helps where the fields give no diagnosis.
 */
export function readDeliveryReport(
  text: string,
  context: { originalMessageId: string | undefined; returnedTo: readonly string[]; explanation: string },
): DeliveryStatus[] {
  const blocks = readReportFields(text).flatMap(splitRecipients);
  const recipients = blocks.filter((block) =>
    RECIPIENT_FIELDS.some((name) => reportAddress(first(block, name)) !== undefined),
  );
  return recipients.slice(0, RECIPIENT_LIMIT).map((block) => {
    const addresses = RECIPIENT_FIELDS.map((name) => reportAddress(first(block, name)));
    const named = addresses.find((address) => /.@/.test(address ?? ""));
    const alone = recipients.length === 1 && context.returnedTo.length === 1 ? context.returnedTo[0] : undefined;
    const recipient = named ?? alone ?? addresses.find((address) => address !== undefined) ?? "";
    return makeDeliveryStatus({
      recipient,
      finalRecipient: addresses[1],
      action: actionOf(first(block, "action")),
      status: /^\D{0,20}([245]\.\d{1,3}\.\d{1,3})/.exec(first(block, "status") ?? "")?.[1],
      diagnosis: `${first(block, "diagnostic-code") ?? ""} ${first(block, "status") ?? ""}`,
      context: recipients.length === 1 ? context.explanation : "",
      remoteMta: hostOf(first(block, "remote-mta")),
      originalMessageId: context.originalMessageId,
    });
  });
}

function first(block: ReportFields, name: string): string | undefined {
  return block.get(name)?.[0];
}

/** Some servers leave out the blank line between recipients: a block with several Final-Recipient fields is several blocks. */
function splitRecipients(block: ReportFields): ReportFields[] {
  const count = Math.min(block.get("final-recipient")?.length ?? 0, RECIPIENT_LIMIT);
  if (count < 2) return [block];
  return Array.from({ length: count }, (_, index) => {
    const own = [...block].map(([name, values]): [string, string[]] => [
      name,
      values.length === count ? [values[index] ?? ""] : [...values],
    ]);
    return new Map(own);
  });
}

function actionOf(value: string | undefined): DeliveryStatus["action"] | undefined {
  const word = /^[a-z]{1,20}/.exec((value ?? "").trim().toLowerCase())?.[0];
  if (word === "failed" || word === "failure" || word === "expired" || word === "error") return "failed";
  if (word === "delayed" || word === "delivered" || word === "relayed" || word === "expanded") return word;
  return undefined;
}

/** `dns; mx.example.com (192.0.2.1, the server for …)` names its host first. */
function hostOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return /^[^\s(]{1,255}/.exec(value.slice(value.indexOf(";") + 1).trim())?.[0];
}
