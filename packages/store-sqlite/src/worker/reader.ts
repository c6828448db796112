import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { READ_STATEMENTS } from "./read-statements.js";
import type { ReadAnswer } from "./read-answer.js";
import type { ReadRequest } from "./read-request.js";
import { SLICE_STATEMENTS } from "./slice-statements.js";

/** Rows looked at before commits get their turn: a few milliseconds. */
const SLICE_ROWS = 10_000;

/** Carries out the reads. */
export class Reader {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: SqliteDatabase) {}

  read({ name, values, slice }: ReadRequest): ReadAnswer {
    const statement = this.prepared(READ_STATEMENTS[name]);
    if (!slice) return { rows: statement.all(...values), next: undefined };
    const next = this.sliceEnd(slice);
    const rows = statement.all(slice.after, next ?? Number.MAX_SAFE_INTEGER, ...values);
    return { rows, next };
  }

  /** @returns the last sequence of the slice, `undefined` when it reaches to the end of the table. */
  sliceEnd({ of, values, after }: NonNullable<ReadRequest["slice"]>): number | undefined {
    const [row] = this.prepared(SLICE_STATEMENTS[of]).all(...values, after, SLICE_ROWS - 1);
    return row === undefined ? undefined : column.number(row, "sequence");
  }

  private prepared(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}
