import type { AuditEntry, LedgerEntry } from "@plugboard/core";
import { z } from "zod";

const text = z.string();
const optionalText = z.string().nullable();

/** As `ledgerEntryText` writes it. */
const ledgerSchema = z.tuple([
  text,
  text,
  text,
  text,
  z.number(),
  z.number(),
  z.number(),
  z.enum(["received", "refused", "try-again", "unknown"]),
  optionalText,
  text,
  text,
  z.number(),
  text,
  optionalText,
  z.number().nullable(),
]);
/** As `auditEntryText` writes it. */
const auditSchema = z.tuple([z.number(), text, text, text, text]);
const ledgerRowsSchema = z.array(z.tuple([z.number(), text, text, text]));
const auditRowsSchema = z.array(z.tuple([z.number(), text, text]));

/** @param json - rows of sequence, account, message and entry. */
export function decodeLedger(json: string): (LedgerEntry & { readonly sequence: number })[] {
  return ledgerRowsSchema.parse(JSON.parse(json)).map(([sequence, accountId, messageId, entry]) => {
    const row = ledgerSchema.parse(JSON.parse(entry));
    return {
      sequence,
      accountId,
      messageId,
      transferId: row[0],
      channelId: row[1],
      providerId: row[2],
      operation: row[3],
      attempt: row[4],
      openedAtMs: row[5],
      closedAtMs: row[6],
      outcome: row[7],
      code: row[8] ?? undefined,
      categories: row[9],
      countries: row[10],
      bytesOut: row[11],
      contentHash: row[12],
      providerMessageId: row[13] ?? undefined,
      providerReceivedAtMs: row[14] ?? undefined,
    };
  });
}

/** @param json - rows of sequence, account and entry. */
export function decodeAudit(json: string): (AuditEntry & { readonly sequence: number })[] {
  return auditRowsSchema.parse(JSON.parse(json)).map(([sequence, accountId, entry]) => {
    const [atMs, actor, action, subject, details] = auditSchema.parse(JSON.parse(entry));
    return { sequence, accountId, atMs, actor, action, subject, details };
  });
}
