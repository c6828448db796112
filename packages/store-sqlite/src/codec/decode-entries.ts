import type { AuditEntry, LedgerEntry } from "@plugboard/core";
import { actText, LedgerFormatError, type SealedText, transferText } from "@plugboard/core/sealing";
import { auditText } from "./audit-text.js";
import { ledgerText } from "./ledger-text.js";
import { Row } from "./row.js";
import { RowUnreadable } from "./row-unreadable.js";

/** @param json - rows of sequence, message, entry and parts. */
export function decodeLedger(
  json: string,
): (LedgerEntry & { readonly sequence: number; readonly isErased: boolean })[] {
  return decodeSealed(json).map((entry) => ({
    sequence: entry.sequence,
    ...(entry.parts === undefined
      ? { ...ledgerText.decode(entry.owner, entry.head), isErased: false }
      : readable(() => transferText.decode(entry))),
  }));
}

/** @param json - rows of sequence, account, entry and parts. */
export function decodeAudit(json: string): (AuditEntry & { readonly sequence: number; readonly isErased: boolean })[] {
  return decodeSealed(json).map((entry) => ({
    sequence: entry.sequence,
    ...(entry.parts === undefined
      ? { ...auditText.decode(entry.owner, entry.head), isErased: false }
      : readable(() => actText.decode(entry))),
  }));
}

/** Rows of either log as they are sealed. */
export function decodeSealed(json: string): SealedText[] {
  return Row.all(json).map((row) => ({
    sequence: row.number(0),
    owner: row.text(1),
    head: row.text(2),
    parts: row.optionalText(3),
  }));
}

function readable<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof LedgerFormatError)) throw cause;
    throw new RowUnreadable(cause.what, { cause });
  }
}
