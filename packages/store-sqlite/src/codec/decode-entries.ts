import type { AuditEntry, LedgerEntry } from "@plugboard/core";
import { z } from "zod";

const text = z.string();
const optionalText = z.string().nullable();

/** As `ledgerRow` writes it. */
const ledgerSchema = z.tuple([
  text,
  text,
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
const auditSchema = z.tuple([text, z.number(), text, text, text, text]);
const entriesSchema = z.array(z.tuple([z.number(), z.string()]));

/** @param json - rows of sequence and entry. */
export function decodeLedger(json: string): (LedgerEntry & { readonly sequence: number })[] {
  return entriesOf(json).map(([sequence, entry]) => {
    const row = ledgerSchema.parse(JSON.parse(entry));
    return {
      sequence,
      accountId: row[0],
      messageId: row[1],
      transferId: row[2],
      channelId: row[3],
      providerId: row[4],
      operation: row[5],
      attempt: row[6],
      openedAtMs: row[7],
      closedAtMs: row[8],
      outcome: row[9],
      code: row[10] ?? undefined,
      categories: row[11],
      countries: row[12],
      bytesOut: row[13],
      contentHash: row[14],
      providerMessageId: row[15] ?? undefined,
      providerReceivedAtMs: row[16] ?? undefined,
    };
  });
}

/** @param json - rows of sequence and entry. */
export function decodeAudit(json: string): (AuditEntry & { readonly sequence: number })[] {
  return entriesOf(json).map(([sequence, entry]) => {
    const [accountId, atMs, actor, action, subject, details] = auditSchema.parse(JSON.parse(entry));
    return { sequence, accountId, atMs, actor, action, subject, details };
  });
}

function entriesOf(json: string): z.infer<typeof entriesSchema> {
  return entriesSchema.parse(JSON.parse(json));
}
