import type { EncodedConflict, EncodedGroup, FlatValue, InsertName } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { ConflictFinder } from "./conflict-finder.js";

interface Mark {
  readonly sql: string;
  readonly width: number;
  /** Which values of a row the statement takes. */
  readonly places: readonly number[];
}

/** How to recognise a row of a group in its table. */
const MARKS: Partial<Record<InsertName, Mark>> = {
  "messages-fresh": { sql: "SELECT count(*) AS found FROM messages WHERE message_id = ?", width: 7, places: [1] },
  messages: { sql: "SELECT count(*) AS found FROM messages WHERE message_id = ?", width: 13, places: [1] },
  ledger: {
    sql: "SELECT count(*) AS found FROM ledger WHERE message_id = ? AND account_id = ? AND entry = ?",
    width: 3,
    places: [1, 0, 2],
  },
  inbound: { sql: "SELECT count(*) AS found FROM inbound WHERE raw_id = ?", width: 16, places: [1] },
  audit: {
    sql: "SELECT count(*) AS found FROM audit WHERE account_id = ? AND entry = ?",
    width: 2,
    places: [0, 1],
  },
};

/**
 * Whether a group is in the tables whose worker died before it answered. Told by what it inserts: a group is there as a whole or not at
 * all, so one row is enough. A group that inserts nothing holds changes and documents; these are absolute, so it does no harm that the
 * caller repeats what may have been kept.
 */
export class Settlement {
  constructor(private readonly database: SqliteDatabase) {}

  of(group: EncodedGroup): { readonly isKept: boolean; readonly conflicts: readonly EncodedConflict[] } {
    const inserts = group.steps.filter((step) => "values" in step);
    if (!inserts.some(({ name, values }) => this.isKept(name, values))) return { isKept: false, conflicts: [] };
    const finder = new ConflictFinder(this.database);
    const found = inserts.flatMap((step) => finder.find(step, group));
    return { isKept: true, conflicts: found.map(({ sequence: _sequence, ...conflict }) => conflict) };
  }

  private isKept(name: InsertName, values: readonly FlatValue[]): boolean {
    const mark = MARKS[name];
    if (!mark) return false;
    const statement = this.database.prepare(mark.sql);
    for (let at = 0; at < values.length; at += mark.width) {
      const [row] = statement.all(...mark.places.map((place) => values[at + place] ?? null));
      if (column.number(row, "found") > 0) return true;
    }
    return false;
  }
}
