import type { LedgerLog, SealedText } from "@plugboard/core/sealing";
import { z } from "zod";
import type { ReadOnlyDatabase } from "./open-read-only.js";
import type { SealRow } from "./read-seals.js";
import { rowValue } from "./row-values.js";

const PAGE = 2_000;
const TABLES: Readonly<Record<LedgerLog, { readonly table: string; readonly owner: string }>> = {
  transfer: { table: "ledger", owner: "message_id" },
  act: { table: "audit", owner: "account_id" },
};
const rowsSchema = z.array(z.tuple([z.number(), z.string(), z.string(), z.string().nullable()]));

/** Reads one log from its beginning to its end, by rising sequence. */
export class EntryReader {
  /** Highest sequence. */
  readonly last: number;
  private page: SealedText[] = [];
  private at = 0;
  private after = 0;
  private isAtEnd = false;
  private readonly sql: string;

  constructor(
    private readonly database: ReadOnlyDatabase,
    readonly log: LedgerLog,
  ) {
    const { table, owner } = TABLES[log];
    // One JSON text for many rows: a third of what rows cost. As a blob, since a library ends the process over a text that is not UTF-8.
    this.sql = `SELECT CAST(json_group_array(json_array(sequence, CAST(${owner} AS TEXT), CAST(entry AS TEXT), CAST(parts AS TEXT))) AS BLOB) AS rows
      FROM (SELECT * FROM ${table} WHERE sequence > ? ORDER BY sequence LIMIT ?)`;
    this.last = rowValue.number(database.rows(`SELECT coalesce(max(sequence), 0) AS last FROM ${table}`)[0], "last");
  }

  count(): number {
    const { table } = TABLES[this.log];
    return rowValue.number(this.database.rows(`SELECT count(*) AS count FROM ${table}`)[0], "count");
  }

  /** Passes over what is from before the first seal. @returns how many. */
  skipTo({ header }: SealRow): number {
    const first = (this.log === "transfer" ? header?.firstTransfer : header?.firstAct) ?? 1;
    const { table } = TABLES[this.log];
    this.after = first - 1;
    return rowValue.number(
      this.database.rows(`SELECT count(*) AS count FROM ${table} WHERE sequence < ?`, first)[0],
      "count",
    );
  }

  /** The next entry, if its sequence is below `end`. */
  next(end: number): SealedText | undefined {
    if (this.at >= this.page.length) this.turn();
    const entry = this.page[this.at];
    if (entry === undefined || entry.sequence >= end) return undefined;
    this.at += 1;
    return entry;
  }

  *rest(): Generator<SealedText> {
    for (let entry = this.next(Infinity); entry !== undefined; entry = this.next(Infinity)) yield entry;
  }

  private turn(): void {
    if (this.isAtEnd) return;
    const [row] = this.database.rows(this.sql, this.after, PAGE);
    const read: unknown = JSON.parse(rowValue.bytes(row, "rows").toString());
    this.page = rowsSchema
      .parse(read)
      .map(([sequence, owner, head, parts]) => ({ sequence, owner, head, parts: parts ?? undefined }));
    this.at = 0;
    this.after = this.page.at(-1)?.sequence ?? this.after;
    this.isAtEnd = this.page.length < PAGE;
  }
}
