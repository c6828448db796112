import Database from "libsql";
import { expect, test } from "vitest";
import { ALL_MIGRATIONS } from "../../migrations/all-migrations.js";
import { KEY_STATEMENTS } from "./key-statements.js";
import type { HashedKey } from "./recent-keys.js";
import { settledValues } from "./settled-values.js";

test.each<[string, HashedKey[]]>([
  ["one", [[2 ** 48 - 1, 7]]],
  [
    "near each other",
    [
      [5, 900],
      [6, 3],
      [6, 900],
      [2 ** 38, 4],
    ],
  ],
  [
    "too far apart for one number",
    [
      [0, 1],
      [2 ** 47, 2 ** 40],
      [2 ** 48 - 1, 5],
    ],
  ],
  ["none", []],
])("puts keys into the table as they are: %s", (_what, keys) => {
  const database = new Database(":memory:");
  for (const { sql } of ALL_MIGRATIONS) database.exec(sql);
  const settle = database.prepare(KEY_STATEMENTS.settle);
  for (const values of settledValues(keys)) settle.run(...values);
  for (const values of settledValues(keys)) settle.run(...values);
  const found = database.prepare("SELECT hash, sequence FROM inbound_keys ORDER BY hash, sequence").all();
  expect(found).toEqual(keys.map(([hash, sequence]) => ({ hash, sequence })));
});
