import type {
  ChangeStep,
  EncodedConflict,
  EncodedGroup,
  FlatValue,
  InsertName,
  InsertStep,
} from "../codec/encoded-group.js";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "../database/sqlite-database.js";
import { BulkInsert } from "./bulk-insert.js";
import { CHANGE_STATEMENTS } from "./change-statements.js";
import { ConflictFinder } from "./conflict-finder.js";
import { INSERT_STATEMENTS } from "./insert-statements.js";

const NO_BYTES = new Uint8Array(0);
const INBOUND_WIDTH = 16;
const ROWS_WITH_KEYS: Partial<Record<InsertName, number>> = { "messages-fresh": 7, messages: 13, inbound: 16 };

/** Applies encoded groups to the tables; the transaction around it is the caller's. */
export class GroupWriter {
  private readonly inserts = new Map<string, BulkInsert>();
  private readonly changes = new Map<string, SqliteStatement>();
  private readonly conflicts: ConflictFinder;

  constructor(private readonly database: SqliteDatabase) {
    this.conflicts = new ConflictFinder(database);
  }

  /** @returns what was left out because its key is taken. */
  apply(group: EncodedGroup): EncodedConflict[] {
    const conflicts: EncodedConflict[] = [];
    const leftOut = new Set<FlatValue>();
    for (const step of group.steps) {
      if ("rows" in step) {
        this.change(step, group.bytes);
        continue;
      }
      const inserted = this.insert(step, group.bytes, leftOut);
      const width = ROWS_WITH_KEYS[step.name];
      if (width === undefined || inserted * width === step.values.length) continue;
      for (const { sequence, ...conflict } of this.conflicts.find(step, group)) {
        conflicts.push(conflict);
        if (conflict.kind === "message") leftOut.add(sequence);
      }
    }
    return conflicts;
  }

  /** @param leftOut - messages that were left out, and whose contents are to be left out too. */
  private insert(step: InsertStep, bytes: Uint8Array | undefined, leftOut: ReadonlySet<FlatValue>): number {
    switch (step.name) {
      case "inbound":
        return this.bulk(step.name).run(withBodies(step.values, bytes ?? NO_BYTES));
      case "message-contents":
        return this.bulk(step.name).run(leftOut.size === 0 ? step.values : without(leftOut, step.values));
      default:
        return this.bulk(step.name).run(step.values);
    }
  }

  private change({ name, rows }: ChangeStep, bytes: Uint8Array | undefined): void {
    let statement = this.changes.get(name);
    if (!statement) this.changes.set(name, (statement = this.database.prepare(CHANGE_STATEMENTS[name])));
    if (name === "message-blobs") statement.run(bytes ?? NO_BYTES, rows);
    else statement.run(rows);
  }

  private bulk(name: InsertName): BulkInsert {
    let insert = this.inserts.get(name);
    if (!insert) this.inserts.set(name, (insert = new BulkInsert(this.database, INSERT_STATEMENTS[name])));
    return insert;
  }
}

/** Puts each body in the place of its offset and length. */
function withBodies(values: readonly FlatValue[], bytes: Uint8Array): SqliteValue[] {
  const rows: SqliteValue[] = [];
  for (let at = 0; at < values.length; at += INBOUND_WIDTH) {
    const end = at + INBOUND_WIDTH - 2;
    const offset = Number(values[end]);
    rows.push(...values.slice(at, end), bytes.subarray(offset, offset + Number(values[end + 1])));
  }
  return rows;
}

/** @param contents - pairs of sequence and content. */
function without(leftOut: ReadonlySet<FlatValue>, contents: readonly FlatValue[]): FlatValue[] {
  return contents.filter((_, index) => !leftOut.has(contents[index - (index % 2)] ?? null));
}
