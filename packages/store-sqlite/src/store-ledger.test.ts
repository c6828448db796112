import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { tagBytes } from "./codec/term-tag.js";
import { firstTables } from "./migrations/0001-first-tables.js";
import { type SqliteStore, sqliteStore } from "./sqlite-store.js";

async function openStore(path: string): Promise<SqliteStore> {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

/** The tables as they were before ledgers were sealed, with two entries of each log as they were written then. */
function oldStore(path: string): void {
  const database = new Database(path);
  chmodSync(path, 0o600);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec(`BEGIN; ${firstTables.sql} PRAGMA application_id = 1347179847; PRAGMA user_version = 1; COMMIT`);
  const entry = (opened: number): string =>
    `acme\n${String(opened).padStart(15, "0")}\nc1\nprovider\ntrf_1\nsend\n1\n200\nreceived\n\n[]\n{}\n430\n${"a".repeat(64)}\np-1\n150`;
  // No prepared statements: the library keeps the file locked for as long as they live.
  for (const opened of [100, 101])
    database.exec(
      `INSERT INTO ledger (message_id, entry) VALUES (CAST('msg_old' AS BLOB), CAST('${entry(opened)}' AS BLOB))`,
    );
  for (const subject of ["c1", "c2"]) {
    const act = JSON.stringify([1, "ann", "channel-activated", subject, "{}"]);
    database.exec(`INSERT INTO audit (account_id, entry) VALUES (CAST('acme' AS BLOB), CAST('${act}' AS BLOB))`);
  }
  database.close();
}

test("a store from before ledgers were sealed is brought forward: its entries stay readable, new ones are sealed", async () => {
  const path = join(temporaryFolder(), "store.db");
  oldStore(path);
  const store = await openStore(path);
  const samples = new SampleRecords();
  const recipient = samples.reference(7);
  await store.commit([
    {
      kind: "ledger-insert",
      entry: samples.ledgerEntry({ accountId: "acme", openedAtMs: 300, recipients: [recipient] }),
    },
    { kind: "audit-insert", entry: samples.auditEntry({ accountId: "acme" }) },
  ]);
  const all = await store.ledger({ accountId: "acme", limit: 10 });
  expect(all.map(({ sequence, openedAtMs }) => [sequence, openedAtMs])).toEqual([
    [1, 100],
    [2, 101],
    [3, 300],
  ]);
  expect(all[0]).toMatchObject({ messageId: "msg_old", contentHash: "a".repeat(64), providerMessageId: "p-1" });
  // A page that begins among the old entries and ends among the new ones.
  expect(await store.ledger({ accountId: "acme", after: 1, limit: 2 })).toHaveLength(2);
  expect(await store.ledger({ accountId: "acme", messageId: "msg_old", limit: 10 })).toHaveLength(2);
  expect((await store.ledger({ accountId: "acme", recipient, limit: 10 })).map(({ sequence }) => sequence)).toEqual([
    3,
  ]);
  expect((await store.audit({ accountId: "acme", limit: 10 })).map(({ subject }) => subject).slice(0, 2)).toEqual([
    "c1",
    "c2",
  ]);
  const [seal, ...more] = await store.seals({ limit: 10 });
  expect(seal?.header).toMatchObject({ number: 1, firstTransfer: 3, transfers: 1, firstAct: 3, acts: 1 });
  expect(more).toEqual([]);
});

test("an old entry cannot be erased by parts, and is left as it is", async () => {
  const path = join(temporaryFolder(), "store.db");
  oldStore(path);
  const store = await openStore(path);
  await store.commit([{ kind: "ledger-erase", log: "transfer", accountId: "acme", sequence: 1 }]);
  expect(await store.ledger({ accountId: "acme", limit: 1 })).toMatchObject([
    { isErased: false, providerMessageId: "p-1" },
  ]);
});

test("of a person who was taken out no byte is left in the file, the tag that finds entries included", async () => {
  const path = join(temporaryFolder(), "store.db");
  const store = await openStore(path);
  const samples = new SampleRecords();
  const [ann, bob] = [samples.reference(1), samples.reference(2)];
  await store.commit([
    { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [ann], providerMessageId: "wamid.canary" }) },
    { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [bob, ann] }) },
    { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [bob] }) },
  ]);
  const erase = async (recipient: string): Promise<void> => {
    for (const { sequence } of await store.ledger({ accountId: "account-1", recipient, limit: 10 }))
      await store.commit([{ kind: "ledger-erase", log: "transfer", accountId: "account-1", sequence, recipient }]);
  };
  await erase(ann);
  expect(await store.ledger({ accountId: "account-1", recipient: bob, limit: 10 })).toHaveLength(2);
  await store.scrub();
  await store.close();
  const bytes = readFileSync(path);
  expect(bytes.includes(bob)).toBe(true);
  for (const trace of [ann, "wamid.canary"]) expect(bytes.includes(trace), trace).toBe(false);
  const database = new Database(path, { readonly: true });
  const { terms } = database.prepare("SELECT terms FROM ledger_seals").get() as { terms: ArrayBuffer };
  database.close();
  expect(Buffer.from(terms).includes(tagBytes("recipient", ann))).toBe(false);
  expect(Buffer.from(terms).includes(tagBytes("recipient", bob))).toBe(true);
});

test("taken out of one entry, a person is still found in the other under the same seal", async () => {
  const store = await openStore(join(temporaryFolder(), "store.db"));
  const samples = new SampleRecords();
  const recipient = samples.reference(1);
  const entry = { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [recipient] }) } as const;
  await store.commit([entry, entry]);
  await store.commit([{ kind: "ledger-erase", log: "transfer", accountId: "account-1", sequence: 1, recipient }]);
  const found = await store.ledger({ accountId: "account-1", recipient, limit: 10 });
  expect(found.map(({ sequence }) => sequence)).toEqual([2]);
});

test("a group that fails leaves no seal behind", async () => {
  const store = await openStore(join(temporaryFolder(), "store.db"));
  const samples = new SampleRecords();
  const record = samples.message();
  await store.commit([{ kind: "message-insert", record }]);
  const failing = [
    { kind: "ledger-insert", entry: samples.ledgerEntry() },
    { kind: "message-insert", record: { ...samples.message(), messageId: record.messageId } },
  ] as const;
  await expect(store.commit(failing)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await store.commit([{ kind: "ledger-insert", entry: samples.ledgerEntry() }]);
  expect((await store.seals({ limit: 10 })).map(({ header }) => [header.number, header.firstTransfer])).toEqual([
    [1, 1],
  ]);
});
