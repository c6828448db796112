import Database from "libsql";
import { expect, test } from "vitest";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { CHANGE_STATEMENTS } from "./change-statements.js";
import { KEY_STATEMENTS } from "./inbound-keys/key-statements.js";
import { INSERT_STATEMENTS } from "./insert-statements.js";
import { READ_STATEMENTS } from "./read-statements.js";
import { SLICE_STATEMENTS } from "./slice-statements.js";
import { STATE_STATEMENTS } from "./state-statements.js";

const database = new Database(":memory:");
for (const { sql } of ALL_MIGRATIONS) database.exec(sql);

/** Steps that walk a whole table; virtual tables and results of the statement itself are meant to be walked. */
function walks(sql: string): string[] {
  const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
  const plan = database.prepare<number[]>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  return plan
    .map((step) => (step as { detail: string }).detail)
    .filter((detail) => /^SCAN (?!.*VIRTUAL TABLE|CONSTANT ROW|channels|collections|halves|\(subquery)/.test(detail));
}

test.each([
  ...Object.entries(READ_STATEMENTS),
  ...Object.entries(CHANGE_STATEMENTS),
  ...Object.entries(INSERT_STATEMENTS).map(([name, sql]) => [`insert of ${name}`, sql]),
  ...Object.entries(STATE_STATEMENTS).map(([name, sql]) => [`state ${name}`, sql]),
  ...Object.entries(KEY_STATEMENTS).map(([name, sql]) => [`keys ${name}`, sql]),
  ...Object.entries(SLICE_STATEMENTS).map(([name, sql]) => [`slice of ${name}`, sql]),
])("%s finds its rows by an index", (_name, sql) => {
  expect(walks(sql ?? "")).toEqual([]);
});

test("a walk through a table would be seen", () => {
  expect(walks("SELECT * FROM messages WHERE head = ?")).toEqual(["SCAN messages"]);
});
