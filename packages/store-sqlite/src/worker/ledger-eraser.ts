import { actText, type LedgerLog, transferText } from "@plugboard/core/sealing";
import { tagBytes, TAG_BYTES } from "../codec/term-tag.js";
import type { LedgerErasure } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { sealOfEntry } from "./seal-of-entry.js";

/** By log: the row of an account's entry, and how to put other parts into it. */
const STATEMENTS: Readonly<Record<LedgerLog, { readonly read: string; readonly write: string }>> = {
  transfer: {
    read: `SELECT CAST(parts AS BLOB) AS parts FROM ledger WHERE sequence = ? AND parts IS NOT NULL
      AND substr(entry, 1, instr(entry, x'0a')) = CAST(? || char(10) AS BLOB)`,
    write: "UPDATE ledger SET parts = CAST(? AS BLOB) WHERE sequence = ?",
  },
  act: {
    read: `SELECT CAST(parts AS BLOB) AS parts FROM audit WHERE sequence = ? AND parts IS NOT NULL AND account_id = CAST(? AS BLOB)`,
    write: "UPDATE audit SET parts = CAST(? AS BLOB) WHERE sequence = ?",
  },
};

/** Takes out of entries what tells of a person. Their leaves, and so their seals, stay as they are. */
export class LedgerEraser {
  constructor(private readonly database: SqliteDatabase) {}

  erase({ log, accountId, sequence, recipient }: LedgerErasure): void {
    const { read, write } = STATEMENTS[log];
    const [row] = this.database.prepare(read).all(sequence, accountId);
    if (row === undefined) return;
    const parts = column.text(row, "parts");
    const erased = log === "act" ? actText.erase(parts) : transferText.erase(parts, recipient);
    if (erased === parts) return;
    this.database.prepare(write).run(erased, sequence);
    if (log === "transfer") this.clearTags(sequence, parts, erased);
  }

  /** A tag is a part of a reference. One that another entry under the seal has too is written again by nobody: that search looks at all entries. */
  private clearTags(sequence: number, before: string, after: string): void {
    const gone = recipientsIn(before).filter((one) => !recipientsIn(after).includes(one));
    const [seal] = this.database
      .prepare(`SELECT number, terms FROM ledger_seals WHERE number = ${sealOfEntry("first_transfer")}`)
      .all(sequence);
    if (seal === undefined) return;
    const number = column.number(seal, "number");
    const stillThere = this.database
      .prepare(
        `SELECT CAST(parts AS BLOB) AS parts FROM ledger WHERE sequence >= (SELECT first_transfer FROM ledger_seals WHERE number = ?)
         AND sequence < (SELECT first_transfer + transfers FROM ledger_seals WHERE number = ?)`,
      )
      .all(number, number)
      .flatMap((row) => recipientsIn(column.text(row, "parts")));
    const terms = Buffer.from(column.bytes(seal, "terms"));
    for (const recipient of gone) {
      if (stillThere.includes(recipient)) continue;
      const tag = tagBytes("recipient", recipient);
      for (let at = 0; at < terms.length; at += TAG_BYTES)
        if (terms.subarray(at, at + TAG_BYTES).equals(tag)) terms.fill(0, at, at + TAG_BYTES);
    }
    this.database.prepare("UPDATE ledger_seals SET terms = ? WHERE number = ?").run(terms, number);
  }
}

function recipientsIn(parts: string): string[] {
  return parts.split("\n").flatMap((line) => {
    const [, kind, first, second] = line.split(" ", 4);
    const recipient = kind === "both" ? second : kind === "person" ? first : undefined;
    return recipient === undefined ? [] : [recipient];
  });
}
