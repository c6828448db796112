import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { ALL_MIGRATIONS } from "./migrations/all-migrations.js";
import { sqliteStore } from "./sqlite-store.js";

/** A store with some 400 messages, properly closed. */
async function filledStore(): Promise<string> {
  const path = join(temporaryFolder(), "store.db");
  const store = sqliteStore(path);
  await store.open();
  const samples = new SampleRecords();
  for (let group = 0; group < 4; group += 1) {
    const records = Array.from({ length: 100 }, () => samples.message());
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
  }
  await store.close();
  return path;
}

async function expectRefusal(path: string, refusal: object): Promise<void> {
  const before = existsSync(path) ? readFileSync(path) : undefined;
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await expect(store.open()).rejects.toMatchObject(refusal);
  await store.close();
  const after = existsSync(path) ? readFileSync(path) : undefined;
  expect(after && before ? Buffer.compare(after, before) : after === before, "the file is as it was").toBe(
    before ? 0 : true,
  );
}

test("refuses a file that is no database and leaves it as it is", async () => {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(path, "These are somebody's notes.\n".repeat(500), { mode: 0o600 });
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path } });
});

test("refuses a file that is no database even where a log lies beside it", async () => {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(path, "These are somebody's notes.\n".repeat(500), { mode: 0o600 });
  writeFileSync(`${path}-wal`, "x".repeat(9_000), { mode: 0o600 });
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path } });
  expect(readFileSync(`${path}-wal`, "utf8")).toBe("x".repeat(9_000));
});

test("refuses another program's database and leaves it as it is", async () => {
  const path = join(temporaryFolder(), "store.db");
  writeFileSync(path, "", { mode: 0o600 });
  const other = new Database(path);
  other.exec("CREATE TABLE notes (text TEXT)");
  other.close();
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path, systemCode: "NOT_A_STORE" } });
});

test("refuses a store that a newer version wrote and says which", async () => {
  const path = await filledStore();
  const database = new Database(path);
  database.exec("PRAGMA journal_mode = DELETE; PRAGMA user_version = 4711");
  database.close();
  await expectRefusal(path, { code: "STORE_VERSION", details: { found: 4711, known: ALL_MIGRATIONS.at(-1)?.version } });
});

test("refuses a file with damaged pages and leaves it as it is", async () => {
  const path = await filledStore();
  const bytes = readFileSync(path);
  for (let page = 3; page * 4096 < bytes.length; page += 2) bytes.fill(0xa5, page * 4096, page * 4096 + 200);
  writeFileSync(path, bytes);
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path } });
});

test("refuses a file that was cut", async () => {
  const path = await filledStore();
  truncateSync(path, 8 * 4096);
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path } });
});

test("refuses a file of which the last byte is missing", async () => {
  const path = await filledStore();
  truncateSync(path, statSync(path).size - 1);
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path, systemCode: "FILE_CUT" } });
});

test("takes a page that was written half, as long as the log has it", async () => {
  const path = await filledStore();
  const store = sqliteStore(path);
  await store.open();
  const record = new SampleRecords().message({
    sequence: 1_000,
    messageId: "msg_1000",
    blobs: [new Uint8Array(40_000)],
  });
  await store.commit([{ kind: "message-insert", record }]);
  const copy = join(temporaryFolder(), "store.db");
  for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, `${copy}${end}`);
  await store.close();
  appendFileSync(copy, new Uint8Array(100));
  const after = sqliteStore(copy);
  await after.open();
  expect((await after.message("account-1", "msg_1000"))?.blobs[0]).toHaveLength(40_000);
  await after.close();
});

test.each(["is missing", "is empty"])("does not throw away the log of a database that %s", async (how) => {
  const source = await filledStore();
  const path = join(temporaryFolder(), "store.db");
  copyFileSync(source, `${path}-wal`);
  if (how === "is empty") writeFileSync(path, "", { mode: 0o600 });
  await expectRefusal(path, { code: "STORE_CORRUPT", details: { path } });
  expect(readFileSync(`${path}-wal`).equals(readFileSync(source))).toBe(true);
});

test("outlives text that is no longer valid UTF-8", async () => {
  const path = join(temporaryFolder(), "store.db");
  const samples = new SampleRecords();
  const [message, inbound] = [
    samples.message({ idempotencyKey: "key-1" }),
    samples.inbound({ attributes: '{"a":"canary"}' }),
  ];
  const store = sqliteStore(path);
  await store.open();
  await store.commit([
    { kind: "message-insert", record: message },
    { kind: "inbound-insert", record: inbound },
    { kind: "ledger-insert", entry: samples.ledgerEntry({ countries: '{"canary":["DE"]}' }) },
    { kind: "document-put", document: samples.document({ id: "d", value: '"canary"' }) },
  ]);
  await store.close();
  const bytes = readFileSync(path);
  for (const word of ["Grüße", "canary"]) {
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) bytes[at + 2] = 0xff;
  }
  for (let at = bytes.indexOf(message.contentHash); at >= 0; at = bytes.indexOf(message.contentHash, at + 1)) {
    bytes[at] = 0xff;
  }
  writeFileSync(path, bytes);

  const damaged = sqliteStore(path);
  onTestFinished(() => damaged.close());
  await damaged.open();
  const corrupt = { code: "STORE_CORRUPT" };
  await expect(damaged.message("account-1", message.messageId)).rejects.toMatchObject(corrupt);
  await expect(damaged.inboundRecord("account-1", inbound.rawId)).rejects.toMatchObject(corrupt);
  await expect(damaged.ledger({ accountId: "account-1", limit: 10 })).rejects.toMatchObject(corrupt);
  await expect(damaged.document("channels", "d")).rejects.toMatchObject(corrupt);
  const again = samples.message({ idempotencyKey: "key-1" });
  await expect(damaged.commit([{ kind: "message-insert", record: again }])).rejects.toMatchObject(corrupt);
  expect(await damaged.commit([{ kind: "message-insert", record: samples.message() }])).toEqual([]);
});

test("meets a damaged page of a large file when it is read, and goes on with the rest", async () => {
  const path = join(temporaryFolder(), "store.db");
  const samples = new SampleRecords();
  const records = Array.from({ length: 180 }, (_, index) =>
    samples.message({ payload: JSON.stringify({ text: `<${index}>`.padEnd(100_000, "x") }) }),
  );
  const store = sqliteStore(path);
  await store.open();
  await store.commit(records.map((record) => ({ kind: "message-insert", record })));
  await store.close();
  const bytes = readFileSync(path);
  const at = bytes.indexOf("<90>");
  bytes.fill(0xa5, at - (at % 4096), at - (at % 4096) + 8);
  writeFileSync(path, bytes);

  const damaged = sqliteStore(path);
  onTestFinished(() => damaged.close());
  await damaged.open();
  await expect(damaged.message("account-1", records[90]!.messageId)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  expect(await damaged.message("account-1", records[100]!.messageId)).toEqual(records[100]);
  const next = samples.message();
  expect(await damaged.commit([{ kind: "message-insert", record: next }])).toEqual([]);

  await damaged.close();
  const thorough = sqliteStore(path, { check: "full" });
  onTestFinished(() => thorough.close());
  await expect(thorough.open()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
});
