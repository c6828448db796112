import type { EncodedConflict, EncodedGroup, InsertName, InsertStep } from "../codec/encoded-group.js";
import { unpackRows } from "../codec/unpack-rows.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { ConflictFinder } from "./conflict-finder.js";
import type { InboundKeys } from "./inbound-keys/inbound-keys.js";

/** How to recognise a row of a group in its table; takes as many of the row's first fields as it asks for. */
const MARKS: Readonly<Record<InsertName, string>> = {
  messages: "SELECT count(*) AS found FROM messages WHERE message_id = CAST(? AS BLOB)",
  ledger: "SELECT count(*) AS found FROM ledger WHERE message_id = CAST(? AS BLOB) AND entry = CAST(? AS BLOB)",
  inbound: "SELECT count(*) AS found FROM inbound WHERE raw_id = CAST(? AS BLOB)",
  // Salts are made anew each time a group is encoded, so what follows them is compared.
  audit: `SELECT count(*) AS found FROM audit WHERE account_id = CAST(? AS BLOB) AND entry = CAST(? AS BLOB)
    AND substr(parts, 23) = substr(CAST(? AS BLOB), 23)`,
};

/**
 * Whether a group is in the tables whose worker died before it answered. Told by what it inserts: a group is there as a whole or not at
 * all, so one row is enough. A group that inserts nothing holds changes and documents; these are absolute, so it does no harm that the
 * caller repeats what may have been kept.
 */
export class Settlement {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly inboundKeys: InboundKeys,
  ) {}

  of(group: EncodedGroup): {
    readonly isKept: boolean;
    readonly conflicts: readonly EncodedConflict[];
  } {
    const inserts = group.steps.filter((step) => "first" in step);
    if (!inserts.some((step) => this.isKept(step))) return { isKept: false, conflicts: [] };
    const finder = new ConflictFinder(this.database);
    const found = inserts.flatMap((step) =>
      step.name === "inbound" ? this.inboundKeys.find(step) : finder.find(step),
    );
    return {
      isKept: true,
      conflicts: found.map(({ sequence: _sequence, ...conflict }) => conflict),
    };
  }

  private isKept(step: InsertStep): boolean {
    const sql = MARKS[step.name];
    const asked = sql.split("?").length - 1;
    const statement = this.database.prepare(sql);
    return unpackRows(step).some((fields) => {
      // As texts: libsql takes a single blob for an object of named parameters, and ends the process.
      const [row] = statement.all(...fields.slice(0, asked).map((field) => field.toString()));
      return column.number(row, "found") > 0;
    });
  }
}
