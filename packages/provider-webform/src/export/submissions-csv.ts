import type { FormDefinition } from "../form/form-definition.js";

/** As much of a message as an export needs. */
export interface ExportedSubmission {
  readonly providerMessageId: string;
  readonly occurredAt?: string | undefined;
  readonly fields?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** What makes a spreadsheet take a cell for a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/u;

/**
 * Submissions as CSV (RFC 4180, UTF-8 with a byte order mark). A cell that a spreadsheet would take for a formula gets an apostrophe in front: the export
 * is a view for people, whereas messages and events stay as they were written.
 */
export function submissionsCsv(form: FormDefinition, submissions: readonly ExportedSubmission[]): string {
  const names = form.fields.filter(({ type }) => type !== "file").map(({ name }) => name);
  const rows = submissions.map(({ providerMessageId, occurredAt = "", fields = {} }) => [
    providerMessageId,
    occurredAt,
    ...names.map((name) => {
      const value = Object.hasOwn(fields, name) ? (fields[name] ?? "") : "";
      return typeof value === "string" ? value : value.join("; ");
    }),
  ]);
  const lines = [["id", "received", ...names], ...rows].map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
