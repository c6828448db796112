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
  return stepsOf(sql).filter((detail) =>
    /^SCAN (?!.*VIRTUAL TABLE|CONSTANT ROW|channels|collections|halves|\(subquery)/.test(detail),
  );
}

function stepsOf(sql: string): string[] {
  const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
  const plan = database.prepare<number[]>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  return plan.map((step) => (step as { detail: string }).detail);
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

test.each(["nextExpiryAtMs", "expiredMessages"] as const)(
  "%s looks at what waits, and at no message but fresh ones and those it has found",
  (name) => {
    const plan = stepsOf(READ_STATEMENTS[name]);
    expect(plan).toContain(
      "SEARCH message_states USING INDEX message_states_queued (queue=? AND channel_id=? AND rowid>? AND rowid<?)",
    );
    // One for the fresh ones, one for the answer.
    const ofMessages = plan.filter((detail) => detail.startsWith("SEARCH m "));
    expect(ofMessages).toHaveLength(name === "expiredMessages" ? 2 : 1);
    expect(READ_STATEMENTS[name]).toContain("SELECT sequence, expires_at_ms FROM message_states");
  },
);

test("a walk through a table would be seen", () => {
  expect(walks("SELECT * FROM messages WHERE head = ?")).toEqual(["SCAN messages"]);
});
