import type { AuditEntry, LedgerEntry } from "@plugboard/core";
import { Row } from "./row.js";

const OUTCOMES = new Set(["received", "refused", "try-again", "unknown"] as const);

/** @param json - rows of sequence, account, message and entry, the latter as `ledgerEntryText` writes it. */
export function decodeLedger(json: string): (LedgerEntry & { readonly sequence: number })[] {
  return Row.all(json).map((row) => {
    const entry = Row.one(row.text(3));
    return {
      sequence: row.number(0),
      accountId: row.text(1),
      messageId: row.text(2),
      transferId: entry.text(0),
      channelId: entry.text(1),
      providerId: entry.text(2),
      operation: entry.text(3),
      attempt: entry.number(4),
      openedAtMs: entry.number(5),
      closedAtMs: entry.number(6),
      outcome: entry.word(7, OUTCOMES),
      code: entry.optionalText(8),
      categories: entry.text(9),
      countries: entry.text(10),
      bytesOut: entry.number(11),
      contentHash: entry.text(12),
      providerMessageId: entry.optionalText(13),
      providerReceivedAtMs: entry.optionalNumber(14),
    };
  });
}

/** @param json - rows of sequence, account and entry, the latter as `auditEntryText` writes it. */
export function decodeAudit(json: string): (AuditEntry & { readonly sequence: number })[] {
  return Row.all(json).map((row) => {
    const entry = Row.one(row.text(2));
    return {
      sequence: row.number(0),
      accountId: row.text(1),
      atMs: entry.number(0),
      actor: entry.text(1),
      action: entry.text(2),
      subject: entry.text(3),
      details: entry.text(4),
    };
  });
}
