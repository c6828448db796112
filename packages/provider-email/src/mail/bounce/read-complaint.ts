import type { Complaint } from "./complaint.js";
import { findAddresses } from "./find-addresses.js";
import { readReportFields } from "./report-fields.js";
import type { ReturnedMessage } from "./returned-message.js";

/** Reads a message/feedback-report body (RFC 5965 3). */
export function readComplaint(text: string, returned: ReturnedMessage | undefined): Complaint {
  const [fields] = readReportFields(text);
  const all = (name: string): readonly string[] => fields?.get(name) ?? [];
  const named = [...all("original-rcpt-to"), ...all("removal-recipient")].flatMap(findAddresses);
  const recipients = named.length > 0 ? named : (returned?.to ?? []);
  const arrivedAt = all("arrival-date")[0] ?? all("received-date")[0];
  const reportingMta = all("reporting-mta")[0]?.replace(/^[\w-]{1,20};\s*/, "");
  return {
    feedbackType: /^[a-z-]{1,60}/.exec((all("feedback-type")[0] ?? "").toLowerCase())?.[0] ?? "other",
    recipients: [...new Set(recipients)],
    ...(returned?.messageId !== undefined && { originalMessageId: returned.messageId }),
    ...(arrivedAt !== undefined && { arrivedAt }),
    ...(reportingMta !== undefined && { reportingMta }),
  };
}
