import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../__fixtures__/temporary-folder.js";
import { encodeGroup } from "../../codec/encode-group.js";
import { inboundHead } from "../../codec/inbound-head.js";
import { loadDriver } from "../../database/load-driver.js";
import { ALL_MIGRATIONS } from "../../migrations/all-migrations.js";
import { createPrivateFile } from "../create-private-file.js";
import { Engine } from "../engine.js";
import { APPLICATION_ID } from "../file-head.js";
import { openDatabase } from "../open-database.js";
import { Transactions } from "../transactions.js";
import { loadInboundKeys } from "./load-inbound-keys.js";

const driver = await loadDriver(undefined);

/** A file as version 2 of the tables left it. @returns its deliveries. */
function writtenBefore(path: string, count: number) {
  createPrivateFile(path);
  const database = driver.openDatabase(path);
  for (const { sql } of ALL_MIGRATIONS.filter(({ version }) => version <= 2)) database.exec(sql);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 2`);
  const samples = new SampleRecords();
  const records = Array.from({ length: count }, () => samples.inbound());
  const insert =
    database.prepare(`INSERT INTO inbound (sequence, raw_id, channel_id, deduplication_key, head, body, waiting)
    VALUES (CAST(? AS INTEGER), CAST(? AS BLOB), CAST(? AS BLOB), CAST(? AS BLOB), CAST(? AS BLOB), ?, 1)`);
  database.exec("BEGIN");
  for (const record of records) {
    const { sequence, rawId, channelId, deduplicationKey, body } = record;
    insert.run(sequence, rawId, channelId, deduplicationKey, inboundHead.encode(record), body);
  }
  database.exec("COMMIT");
  database.close();
  return { records, samples };
}

test("knows every delivery of a file from before there was the table, and keeps it as it was", () => {
  const path = join(temporaryFolder(), "store.db");
  const { records, samples } = writtenBefore(path, 300);
  const { database } = openDatabase(driver, { path, driver: undefined, check: "full" });
  const engine = new Engine(database, path, 16);
  onTestFinished(() => {
    engine.close();
  });
  const repeated = records.map(({ channelId, deduplicationKey }) => samples.inbound({ channelId, deduplicationKey }));
  const conflicts = engine.commit(encodeGroup(repeated.map((record) => ({ kind: "inbound-insert", record }))));
  expect(conflicts.map(({ existingId }) => existingId).sort()).toEqual(records.map(({ rawId }) => rawId).sort());
  expect(engine.opening().lastInboundSequence).toBe(300);
  const last = records.at(-1);
  const { rows } = engine.read({ name: "inboundRecord", values: [last?.rawId ?? "", "account-1\n", "account-1\n"] });
  expect(Buffer.from((rows[0] as { body: Uint8Array }).body).equals(Buffer.from(last?.body ?? []))).toBe(true);
});

test("goes on where it was when it is stopped in the middle of an old file", () => {
  const path = join(temporaryFolder(), "store.db");
  const { records, samples } = writtenBefore(path, 25_000);
  const { database } = openDatabase(driver, { path, driver: undefined, check: "quick" });
  const transactions = new Transactions(database);
  let runs = 0;
  const dying = {
    run: <Result>(work: () => Result): Result => {
      if ((runs += 1) > 1) throw new Error("killed");
      return transactions.run(work);
    },
  } as unknown as Transactions;
  expect(() => loadInboundKeys(database, dying, 16)).toThrow("killed");
  const engine = new Engine(database, path, 16);
  onTestFinished(() => {
    engine.close();
  });
  const some = records.filter(({ sequence }) => sequence % 500 === 1);
  const repeated = some.map(({ channelId, deduplicationKey }) => samples.inbound({ channelId, deduplicationKey }));
  expect(engine.commit(encodeGroup(repeated.map((record) => ({ kind: "inbound-insert", record }))))).toHaveLength(50);
});

test("knows what came after everything was forgotten and sequences began anew", () => {
  const folder = temporaryFolder();
  /** As a killed process leaves the files; the library keeps those it has to itself while the thread lives. */
  const reopened = (from: string | undefined, to: string): Engine => {
    const path = join(folder, to);
    if (from !== undefined) for (const end of ["", "-wal"]) copyFileSync(join(folder, from) + end, path + end);
    const { database } = openDatabase(driver, { path, driver: undefined, check: "quick" });
    const engine = new Engine(database, path, 4);
    onTestFinished(() => {
      engine.close();
    });
    return engine;
  };
  const samples = new SampleRecords();
  const first = reopened(undefined, "1.db");
  for (let number = 0; number < 40; number += 1) {
    const record = samples.inbound();
    first.commit(encodeGroup([{ kind: "inbound-insert", record }]));
    first.commit(encodeGroup([{ kind: "inbound-delete", sequence: record.sequence }]));
  }
  const second = reopened("1.db", "2.db");
  expect(second.opening().lastInboundSequence).toBe(0);
  const record = samples.inbound({ sequence: 1 });
  second.commit(encodeGroup([{ kind: "inbound-insert", record }]));
  const again = { ...record, sequence: 2, rawId: "raw-again" };
  expect(reopened("2.db", "3.db").commit(encodeGroup([{ kind: "inbound-insert", record: again }]))).toHaveLength(1);
});
