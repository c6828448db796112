import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerCheckpoint } from "@plugboard/core";
import { type BatchHeader, batchHeader } from "@plugboard/core/sealing";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLedger } from "../__fixtures__/start-ledger.js";
import { temporaryFolder } from "../__fixtures__/temporary-folder.js";
import type { LedgerReport } from "../verify/finding.js";
import { type DatabaseOptions, verifyDatabase } from "./verify-database.js";

let folder: string;
let path: string;
let checkpoint: LedgerCheckpoint;
let earlier: LedgerCheckpoint;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plugboard-ledger-"));
  const ledger = await startLedger(undefined, folder);
  earlier = await ledger.center.ledger.checkpoint();
  await ledger.add(["acme"]);
  checkpoint = await ledger.center.ledger.checkpoint();
  await ledger.close();
  ({ path } = ledger);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Verifies a copy on which somebody worked with SQL. */
function after(sql: string, options: DatabaseOptions = {}): LedgerReport {
  const copy = join(temporaryFolder(), "store.db");
  copyFileSync(path, copy);
  const database = new Database(copy);
  database.exec(sql);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  return verifyDatabase(copy, options);
}

const replaced = (column: string, from: string, to: string): string =>
  `${column} = CAST(replace(CAST(${column} AS TEXT), '${from}', '${to}') AS BLOB)`;

test("a store's file verifies, against states it had too", () => {
  for (const known of [undefined, earlier, checkpoint])
    expect(verifyDatabase(path, { checkpoint: known })).toMatchObject({
      kind: "database",
      verified: true,
      batches: 5,
      transfers: 9,
      acts: 9,
      unsealed: 0,
      findings: [],
    });
});

describe("what is found", () => {
  test.each([
    [
      "outcome",
      `UPDATE ledger SET ${replaced("entry", "430", "431")} WHERE sequence = 4`,
      { log: "transfer", field: "bytesOut" },
    ],
    [
      "the message",
      `UPDATE ledger SET ${replaced("message_id", "msg_0", "msg_1")} WHERE sequence = 4`,
      { log: "transfer", field: "messageId" },
    ],
    [
      "the recipient",
      `UPDATE ledger SET ${replaced("parts", "person-0", "person-1")} WHERE sequence = 4`,
      { log: "transfer", field: "recipients" },
    ],
    ["the actor", `UPDATE audit SET ${replaced("entry", "user-7", "user-8")} WHERE sequence = 4`, { log: "act" }],
    [
      "the account",
      `UPDATE audit SET ${replaced("account_id", "other", "othes")} WHERE sequence = 4`,
      { log: "act", field: "accountId" },
    ],
  ])("one byte of %s, in its entry and field", (_what, sql, where) => {
    expect(after(sql).findings).toEqual([
      expect.objectContaining({ code: "ENTRY_CHANGED", sequence: 4, batch: 2, ...where }),
    ]);
  });

  test("more than a byte, in its entry", () => {
    const [finding] = after(`UPDATE ledger SET ${replaced("entry", "acme", "nobody")} WHERE sequence = 1`).findings;
    expect(finding).toMatchObject({ code: "ENTRY_CHANGED", sequence: 1, field: undefined });
  });

  test("an entry that was taken away, from the middle or the end", () => {
    for (const sequence of [2, 9])
      expect(after(`DELETE FROM ledger WHERE sequence = ${sequence}`).findings).toEqual([
        expect.objectContaining({ code: "ENTRY_MISSING", log: "transfer", sequence }),
      ]);
  });

  test("an entry that was added behind the last seal", () => {
    expect(
      after(
        "INSERT INTO ledger (message_id, entry, parts) SELECT message_id, entry, parts FROM ledger WHERE sequence = 1",
      ).findings,
    ).toEqual([expect.objectContaining({ code: "ENTRY_ADDED", log: "transfer", sequence: 10 })]);
  });

  test("entries that changed places", () => {
    const found = after(
      "UPDATE ledger SET sequence = -1 WHERE sequence = 1; UPDATE ledger SET sequence = 1 WHERE sequence = 2; UPDATE ledger SET sequence = 2 WHERE sequence = -1",
    ).findings;
    expect(found.map(({ code, sequence }) => [code, sequence])).toEqual([
      ["ENTRY_CHANGED", 1],
      ["ENTRY_CHANGED", 2],
    ]);
  });

  test("a leaf that was changed beside a sound entry", () => {
    const found = after(
      "UPDATE ledger_seals SET leaves = CAST(x'00' || substr(leaves, 2) AS BLOB) WHERE number = 3",
    ).findings;
    expect(found.map(({ code }) => code)).toEqual(["BATCH_CHANGED", "LEAF_CHANGED"]);
  });

  test("a header that was changed, by its hash; with the hash made anew, by the batch after it", () => {
    const database = new Database(path, { readonly: true });
    const headerOf = (number: number): BatchHeader => {
      const { header } = database
        .prepare("SELECT CAST(header AS TEXT) AS header FROM ledger_seals WHERE number = ?")
        .get(number) as {
        header: string;
      };
      return batchHeader.decode(header);
    };
    const later = (number: number): BatchHeader => ({ ...headerOf(number), sealedAtMs: 1 });
    const [second, last] = [later(2), later(5)];
    database.close();
    const put = (header: BatchHeader, more = ""): string =>
      `UPDATE ledger_seals SET header = CAST('${batchHeader.encode(header)}' AS BLOB)${more} WHERE number = ${header.number}`;
    expect(after(put(last)).findings).toEqual([expect.objectContaining({ code: "BATCH_CHANGED", batch: 5 })]);
    const anew = put(second, `, hash = x'${batchHeader.hash(second)}'`);
    expect(after(anew).findings).toEqual([expect.objectContaining({ code: "BATCH_CHANGED", batch: 3 })]);
  });

  test("a header that cannot be read", () => {
    expect(after("UPDATE ledger_seals SET header = x'00' WHERE number = 5").findings).toContainEqual(
      expect.objectContaining({ code: "BATCH_CHANGED", batch: 5, what: "the header cannot be read" }),
    );
  });

  test("a batch taken out of the middle with its entries", () => {
    const { findings } = after(
      "DELETE FROM ledger_seals WHERE number = 2; DELETE FROM ledger WHERE sequence = 4; DELETE FROM audit WHERE sequence = 4",
    );
    expect(findings[0]).toMatchObject({ code: "BATCH_MISSING", batch: 2 });
  });

  test("the end taken away with all that knew of it, against a checkpoint", () => {
    const sql =
      "DELETE FROM ledger_seals WHERE number = 5; DELETE FROM ledger WHERE sequence = 9; DELETE FROM audit WHERE sequence = 9";
    expect(after(sql).verified).toBe(true);
    expect(after(sql, { checkpoint: earlier }).verified).toBe(true);
    expect(after(sql, { checkpoint }).findings).toEqual([expect.objectContaining({ code: "TRUNCATED", batch: 5 })]);
  });

  test("a ledger written anew, against a checkpoint", async () => {
    const anew = await startLedger();
    await anew.add(["acme"]);
    await anew.close();
    expect(verifyDatabase(anew.path).verified).toBe(true);
    expect(verifyDatabase(anew.path, { checkpoint }).findings).toEqual([
      expect.objectContaining({ code: "CHECKPOINT_MISMATCH" }),
    ]);
  });
});

test("a person taken out leaves entries that verify; one taken out by hand without a commitment does not", async () => {
  const ledger = await startLedger();
  const [entry] = await ledger.center.ledger.entries({ accountId: "acme" });
  await ledger.store.commit([{ kind: "ledger-erase", log: "transfer", accountId: "acme", sequence: entry!.sequence }]);
  await ledger.close();
  expect(verifyDatabase(ledger.path)).toMatchObject({ verified: true, erased: 1 });
  expect(after("UPDATE ledger SET parts = CAST('erased ' AS BLOB) WHERE sequence = 1").findings).toEqual([
    expect.objectContaining({ code: "ENTRY_CHANGED", sequence: 1 }),
  ]);
});

test("entries from before sealing began are counted, not vouched for", () => {
  const sql = "DELETE FROM ledger_seals; UPDATE ledger SET parts = NULL; UPDATE audit SET parts = NULL";
  expect(after(sql)).toMatchObject({ verified: true, unsealed: 18, batches: 0 });
});

test("a damaged file is a finding, not a crash", () => {
  const copy = join(temporaryFolder(), "store.db");
  const bytes = readFileSync(path);
  const database = new Database(path, { readonly: true });
  const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'").get() as {
    rootpage: number;
  };
  database.close();
  bytes.fill(0xff, (rootpage - 1) * 4_096, rootpage * 4_096);
  writeFileSync(copy, bytes);
  expect(verifyDatabase(copy).findings).toEqual([expect.objectContaining({ code: "DATABASE_DAMAGED" })]);
});
