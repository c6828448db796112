import type { EncodedConflict, EncodedGroup, GroupStep } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { GroupWriter } from "./group-writer.js";

/** Rows of a step that are in the tables; a group is there as a whole or not at all, so one is enough. */
const FOUND: Partial<Record<GroupStep["name"], string>> = {
  "message-insert": "SELECT count(*) AS found FROM json_each(?) JOIN messages ON message_id = value->>1",
  "message-insert-fresh": "SELECT count(*) AS found FROM json_each(?) JOIN messages ON message_id = value->>1",
  "inbound-insert": "SELECT count(*) AS found FROM json_each(?) JOIN inbound ON raw_id = value->>1",
  "ledger-insert": `SELECT count(*) AS found FROM json_each(?) AS v JOIN ledger ON message_id = v.value->>1
    WHERE entry->>2 = v.value->>2`,
};

/**
 * Whether a group is in the tables whose worker died before it answered. Told by the records it inserts. A group that inserts none holds
 * changes and documents only; these are absolute, so it does no harm that the caller repeats what may have been kept.
 */
export class Settlement {
  constructor(private readonly database: SqliteDatabase) {}

  of(group: EncodedGroup): { readonly isKept: boolean; readonly conflicts: readonly EncodedConflict[] } {
    const isKept = group.steps.some((step) => this.isFound(step));
    return { isKept, conflicts: isKept ? new GroupWriter(this.database).allConflicts(group) : [] };
  }

  private isFound({ name, rows }: GroupStep): boolean {
    const sql = FOUND[name];
    if (sql === undefined) return false;
    return column.number(this.database.prepare(sql).all(rows)[0], "found") > 0;
  }
}
