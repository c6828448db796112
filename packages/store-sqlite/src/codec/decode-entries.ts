import type { AuditEntry, LedgerEntry } from "@plugboard/core";
import { auditText } from "./audit-text.js";
import { ledgerText } from "./ledger-text.js";
import { Row } from "./row.js";

/** @param json - rows of sequence, message and entry. */
export function decodeLedger(json: string): (LedgerEntry & { readonly sequence: number })[] {
  return Row.all(json).map((row) => ({
    sequence: row.number(0),
    ...ledgerText.decode(row.text(1), row.text(2)),
  }));
}

/** @param json - rows of sequence, account and entry. */
export function decodeAudit(json: string): (AuditEntry & { readonly sequence: number })[] {
  return Row.all(json).map((row) => ({
    sequence: row.number(0),
    ...auditText.decode(row.text(1), row.text(2)),
  }));
}
