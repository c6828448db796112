import type { SqliteDatabase, SqliteStatement, SqliteValue } from "../database/sqlite-database.js";
import type { InsertStatement } from "./insert-statements.js";

/** How many rows one statement takes; what a call costs then hardly counts. */
const SIZES = [32, 8, 1] as const;

/** Inserts rows whose values come one after another, as many to a statement as there are. */
export class BulkInsert {
  private readonly width: number;
  private readonly statements = new Map<number, SqliteStatement>();

  constructor(
    private readonly database: SqliteDatabase,
    private readonly statement: InsertStatement,
  ) {
    this.width = statement.row.split("?").length - 1;
  }

  /** @returns how many rows were inserted. */
  run(values: readonly SqliteValue[]): number {
    let inserted = 0;
    let from = 0;
    for (const size of SIZES) {
      const step = size * this.width;
      for (; from + step <= values.length; from += step) {
        inserted += Number(this.sized(size).run(...values.slice(from, from + step)).changes);
      }
    }
    return inserted;
  }

  private sized(rows: number): SqliteStatement {
    let statement = this.statements.get(rows);
    if (!statement) {
      const { into, row, orElse = "" } = this.statement;
      const sql = `INSERT INTO ${into} VALUES ${Array.from({ length: rows }, () => row).join(", ")} ${orElse}`;
      this.statements.set(rows, (statement = this.database.prepare(sql)));
    }
    return statement;
  }
}
