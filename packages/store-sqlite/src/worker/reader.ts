import { queueNumber } from "../codec/queue-number.js";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "../database/sqlite-database.js";
import { column } from "./column.js";
import type { FreshMessages } from "./fresh-messages.js";
import { READ_STATEMENTS } from "./read-statements.js";
import type { ReadAnswer } from "./read-answer.js";
import type { ReadRequest } from "./read-request.js";
import { SLICE_STATEMENTS } from "./slice-statements.js";

/** Rows looked at before commits get their turn: a few milliseconds. */
const SLICE_ROWS = 10_000;
/** Of fresh messages each row's head is read, too. */
const FRESH_ROWS = 2_000;
const READY = queueNumber("ready");

/** Carries out the reads. */
export class Reader {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(
    private readonly database: SqliteDatabase,
    private readonly fresh: FreshMessages,
  ) {}

  read({ name, values, slice }: ReadRequest): ReadAnswer {
    const statement = this.prepared(READ_STATEMENTS[name]);
    if (!slice)
      return {
        rows: statement.all(...values, ...this.freshValues(name, values)),
        next: undefined,
      };
    if (slice.of === "ready") return this.readReady(statement, slice, values);
    const next = this.sliceEnd(slice);
    const rows = statement.all(slice.after, next ?? Number.MAX_SAFE_INTEGER, ...values);
    return { rows, next };
  }

  /** @returns the last sequence of the slice, `undefined` when it reaches to the end of the table. */
  sliceEnd({ of, values, after }: NonNullable<ReadRequest["slice"]>): number | undefined {
    const [row] = this.prepared(SLICE_STATEMENTS[of]).all(...values, after, SLICE_ROWS - 1);
    return row === undefined ? undefined : column.number(row, "sequence");
  }

  /** A slice of what is ready has those of which the tables do not know between its bounds, too. */
  private readReady(
    statement: SqliteStatement,
    slice: NonNullable<ReadRequest["slice"]>,
    [channelId = "", ...values]: readonly SqliteValue[],
  ): ReadAnswer {
    const fresh = this.fresh.ofChannel(String(channelId), slice.after, FRESH_ROWS);
    const freshEnd = fresh.length < FRESH_ROWS ? undefined : fresh.at(-1);
    const tableEnd = this.sliceEnd(slice);
    const to = Math.min(freshEnd ?? Number.MAX_SAFE_INTEGER, tableEnd ?? Number.MAX_SAFE_INTEGER);
    const between = JSON.stringify(fresh.filter((sequence) => sequence <= to));
    const rows = statement.all(slice.after, to, channelId, between, ...values);
    return { rows, next: freshEnd === undefined && tableEnd === undefined ? undefined : to };
  }

  /** What the tables do not know of the queue `ready`. */
  private freshValues(
    name: ReadRequest["name"],
    [queue, channelId, after, limit]: readonly SqliteValue[],
  ): SqliteValue[] {
    if (name === "queuedChannels") return [JSON.stringify(queue === READY ? this.fresh.channelIds() : [])];
    if (name !== "queuedMessages") return [];
    const most = Number(limit);
    const fresh = queue === READY ? this.fresh.ofChannel(String(channelId), Number(after), most) : [];
    return [JSON.stringify(fresh), most];
  }

  private prepared(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}
