import { Row } from "../../codec/row.js";
import type { SqliteDatabase } from "../../database/sqlite-database.js";
import { column } from "../column.js";
import { failureOf } from "../failure-of.js";
import type { Transactions } from "../transactions.js";
import { InboundKeys } from "./inbound-keys.js";
import { keyHashes } from "./key-hashes.js";
import { KEY_STATEMENTS } from "./key-statements.js";
import { type HashedKey, RecentKeys } from "./recent-keys.js";
import { settledValues } from "./settled-values.js";

/** Keys that arrive during a round of {@link RecentKeys}. */
const CYCLE = 32_768;
/** Sequences read at once. */
const SLICE = 20_000;

/**
 * Puts the keys above the mark into memory at a start. What is further back than two rounds goes into the table before: all of a file
 * from before there was the table. Damage does not keep the store from opening: a delivery whose page cannot be read is not recognised when
 * it is repeated.
 */
export function loadInboundKeys(database: SqliteDatabase, transactions: Transactions, cycle = CYCLE): InboundKeys {
  const mark = (name: string): number =>
    column.number(database.prepare(`SELECT value FROM marks WHERE name = '${name}'`).all()[0], "value");
  const secret = Buffer.from(String(mark("key-secret")));
  const keysFrom = mark("keys-from");
  const [bounds] = database.prepare(KEY_STATEMENTS.bounds).all(keysFrom);
  const last = column.number(bounds, "last");
  let from = column.optionalNumber(bounds, "first") ?? last + 1;
  // Sequences go on from the last there is: whatever comes must be above the mark.
  if (keysFrom > last + 1) transactions.run(() => database.prepare(KEY_STATEMENTS.mark).run(last + 1));

  for (const settled = last - 2 * cycle; from <= settled;) {
    const to = Math.min(from + SLICE - 1, settled);
    const keys = keysBetween(database, from, to, secret);
    transactions.run(() => {
      settle(database, keys);
      database.prepare(KEY_STATEMENTS.mark).run(to + 1);
    });
    from = to + 1;
  }

  const recent = new RecentKeys(last, cycle);
  const others: HashedKey[] = [];
  for (; from <= last; from += SLICE)
    for (const key of keysBetween(database, from, Math.min(from + SLICE - 1, last), secret))
      if (!recent.load(...key)) others.push(key);
  if (others.length > 0) transactions.run(() => settle(database, others));
  return new InboundKeys(database, recent, secret);
}

function settle(database: SqliteDatabase, keys: HashedKey[]): void {
  const statement = database.prepare(KEY_STATEMENTS.settle);
  for (const values of settledValues(keys.sort(([left], [right]) => left - right))) statement.run(...values);
}

function keysBetween(database: SqliteDatabase, from: number, to: number, secret: Buffer): HashedKey[] {
  const statement = database.prepare(KEY_STATEMENTS.keysBetween);
  try {
    return Row.all(column.text(statement.all(from, to)[0], "keys")).map((key) => [
      keyHashes.ofHex(key.text(1), secret),
      key.number(0),
    ]);
  } catch (error) {
    if (failureOf(error, "").code !== "STORE_CORRUPT") throw error;
    // Some page is damaged: what is on the others is found all the same.
    if (from === to) return [];
    const middle = Math.floor((from + to) / 2);
    return [...keysBetween(database, from, middle, secret), ...keysBetween(database, middle + 1, to, secret)];
  }
}
