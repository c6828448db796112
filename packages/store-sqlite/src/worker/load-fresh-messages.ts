import { messageHead } from "../codec/message-head.js";
import { Row } from "../codec/row.js";
import { RowUnreadable } from "../codec/row-unreadable.js";
import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { failureOf } from "./failure-of.js";
import { FreshMessages } from "./fresh-messages.js";
import { STATE_STATEMENTS } from "./state-statements.js";

/**
 * Finds at a start which messages are fresh. Damage does not keep the store from opening: a message whose channel cannot be read is put
 * under a channel without a name, so that whoever asks for what waits there is told.
 */
export function loadFreshMessages(database: SqliteDatabase): FreshMessages {
  const [mark] = database.prepare("SELECT value FROM marks WHERE name = 'fresh-from'").all();
  const from = column.number(mark, "value");
  const fresh = new FreshMessages(from);
  try {
    for (const row of rowsOf(database.prepare(STATE_STATEMENTS.fresh), from, Number.MAX_SAFE_INTEGER)) add(fresh, row);
  } catch (error) {
    if (!isDamage(error) && !(error instanceof RowUnreadable)) throw error;
    fresh.takeBack();
    loadOneByOne(database, fresh, from);
  }
  fresh.keep();
  return fresh;
}

/** Some page is damaged: what is on the others is found all the same. */
function loadOneByOne(database: SqliteDatabase, fresh: FreshMessages, from: number): void {
  const statement = database.prepare(STATE_STATEMENTS.fresh);
  const [row] = database.prepare("SELECT max(sequence) AS last FROM messages").all();
  for (let sequence = Math.max(from, 1); sequence <= column.number(row, "last"); sequence += 1) {
    try {
      for (const found of rowsOf(statement, sequence, sequence)) add(fresh, found);
    } catch (error) {
      if (!isDamage(error) && !(error instanceof RowUnreadable)) throw error;
      fresh.add(sequence, "");
    }
  }
}

/** @throws {RowUnreadable} one of them is not valid UTF-8. */
function rowsOf(statement: SqliteStatement, from: number, to: number): Row[] {
  return Row.all(column.text(statement.all(from, to)[0], "rows"));
}

function add(fresh: FreshMessages, row: Row): void {
  fresh.add(row.number(0), channelOf(row));
}

function channelOf(row: Row): string {
  try {
    return messageHead.decode(row.text(1)).channelId;
  } catch (error) {
    if (!(error instanceof RowUnreadable)) throw error;
    return "";
  }
}

function isDamage(error: unknown): boolean {
  return failureOf(error, "").code === "STORE_CORRUPT";
}
