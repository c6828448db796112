import { readMessageIds } from "../mime/read-message-ids.js";
import type { DispositionNotice } from "./disposition-notice.js";
import { reportAddress } from "./report-address.js";
import { readReportFields } from "./report-fields.js";

/** Reads a message/disposition-notification body (RFC 8098 3.1). */
export function readDispositionNotice(text: string, fallbackMessageId: string | undefined): DispositionNotice {
  const [fields] = readReportFields(text);
  const first = (name: string): string | undefined => fields?.get(name)?.[0];
  const disposition = (first("disposition") ?? "").toLowerCase();
  const originalMessageId = readMessageIds(first("original-message-id") ?? "")[0] ?? fallbackMessageId;
  const recipient = reportAddress(first("original-recipient")) ?? reportAddress(first("final-recipient"));
  return {
    disposition: /;\s{0,20}([a-z-]{1,60})/.exec(disposition)?.[1] ?? "other",
    automatic: disposition.includes("automatic-action") || disposition.includes("mdn-sent-automatically"),
    ...(recipient !== undefined && { recipient }),
    ...(originalMessageId !== undefined && { originalMessageId }),
  };
}
