import type { HeaderField } from "../mime/header-field.js";
import type { MimePart } from "../mime/mime-part.js";
import type { MailAddress, ParsedMail } from "../parsed-mail.js";

/** What the report readers look at. */
export interface ReportSource {
  readonly bytes: Uint8Array;
  readonly parts: readonly MimePart[];
  readonly fields: readonly HeaderField[];
  readonly subject: string;
  readonly from: readonly MailAddress[];
  readonly text: string | undefined;
  readonly html: string | undefined;
}
export type Reports = Pick<ParsedMail, "deliveryStatus" | "complaint" | "disposition">;

export function readReports(_source: ReportSource): Reports {
  return {};
}
