import type { EncodedConflict, EncodedGroup, FlatValue, InsertName } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { ConflictFinder } from "./conflict-finder.js";

/** How to recognise a row of a group in its table: SQL, and the values it takes as width of the row and place in it. */
const MARKS: Partial<Record<InsertName, { sql: string; width: number; at: number }>> = {
  "messages-fresh": { sql: "SELECT count(*) AS found FROM messages WHERE message_id = ?", width: 7, at: 1 },
  messages: { sql: "SELECT count(*) AS found FROM messages WHERE message_id = ?", width: 13, at: 1 },
  inbound: { sql: "SELECT count(*) AS found FROM inbound WHERE raw_id = ?", width: 16, at: 1 },
};

/**
 * Whether a group is in the tables whose worker died before it answered. Told by the records it inserts: a group is there as a whole or not
 * at all, so one is enough. A group that inserts none holds changes, documents and entries about earlier records; those it names are
 * absolute, so it does no harm that the caller repeats what may have been kept.
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
    for (let at = mark.at; at < values.length; at += mark.width) {
      const [row] = statement.all(values[at] ?? null);
      if (column.number(row, "found") > 0) return true;
    }
    return false;
  }
}
