import { type BatchHeader, batchHeader, LedgerFormatError } from "@plugboard/core/sealing";
import type { ReadOnlyDatabase } from "./open-read-only.js";
import { rowValue } from "./row-values.js";

const PAGE = 500;
const HASH_BYTES = 32;

/** A row of `ledger_seals`. */
export interface SealRow {
  readonly number: number;
  /** `undefined` when it cannot be read. */
  readonly header: BatchHeader | undefined;
  readonly hash: string;
  readonly leaves: readonly string[];
}

/** Seals by rising number. */
export function* readSeals(database: ReadOnlyDatabase): Generator<SealRow> {
  let after = 0;
  for (;;) {
    const rows = database.rows(
      "SELECT number, CAST(header AS BLOB) AS header, hash, leaves FROM ledger_seals WHERE number > ? ORDER BY number LIMIT ?",
      after,
      PAGE,
    );
    for (const row of rows) {
      after = rowValue.number(row, "number");
      const leaves = rowValue.bytes(row, "leaves").toString("hex");
      yield {
        number: after,
        header: headerIn(rowValue.bytes(row, "header").toString()),
        hash: rowValue.bytes(row, "hash").toString("hex"),
        leaves: Array.from({ length: Math.ceil(leaves.length / (HASH_BYTES * 2)) }, (_, index) =>
          leaves.slice(index * HASH_BYTES * 2, (index + 1) * HASH_BYTES * 2),
        ),
      };
    }
    if (rows.length < PAGE) return;
  }
}

function headerIn(text: string): BatchHeader | undefined {
  try {
    return batchHeader.decode(text);
  } catch (error) {
    if (error instanceof LedgerFormatError) return undefined;
    throw error;
  }
}
