import Database from "libsql";
import { afterAll, expect, test } from "vitest";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { sealOfEntry } from "./seal-of-entry.js";

const database = new Database(":memory:");
for (const { sql } of ALL_MIGRATIONS) database.exec(sql);
afterAll(() => database.close());

interface Counts {
  readonly transfers: number;
  readonly acts: number;
}

/** Entries up to 10 of both logs are from before the first seal. */
function sealAll(groups: readonly Counts[]): void {
  database.exec("DELETE FROM ledger_seals");
  const insert = database.prepare("INSERT INTO ledger_seals VALUES (?, ?, ?, ?, ?, NULL, NULL, x'', x'', x'', x'')");
  let [transfers, acts] = [11, 11];
  for (const [index, counts] of groups.entries()) {
    insert.run(index + 1, transfers, counts.transfers, acts, counts.acts);
    transfers += counts.transfers;
    acts += counts.acts;
  }
}

function found(first: "first_transfer" | "first_act", entry: number): unknown {
  return database
    .prepare(`SELECT ${sealOfEntry(first)}`)
    .raw()
    .get(entry);
}

/** Every entry's seal, told from the counts. */
function owners(groups: readonly Counts[], log: keyof Counts): number[] {
  return groups.flatMap((counts, index) => Array.from({ length: counts[log] }, () => index + 1));
}

test.each([1, 2, 3, 7, 64, 65, 300])("each entry is found under its own seal among %i", (count) => {
  const groups = Array.from({ length: count }, (_, index) => {
    const ofActsOnly = index % 3 === 1;
    return { transfers: ofActsOnly ? 0 : 1 + ((index * 7) % 5), acts: ofActsOnly ? 2 : index % 2 };
  });
  sealAll(groups);
  for (const [log, first] of [
    ["transfers", "first_transfer"],
    ["acts", "first_act"],
  ] as const) {
    const expected = owners(groups, log);
    expect(expected.map((_, index) => found(first, 11 + index))).toEqual(expected.map((number) => [number]));
  }
});

test("an entry from before the first seal is under none", () => {
  sealAll([{ transfers: 3, acts: 1 }]);
  expect(found("first_transfer", 10)).toEqual([null]);
});

test("where nothing is sealed no entry is under a seal", () => {
  sealAll([]);
  expect(found("first_transfer", 1)).toEqual([null]);
});
