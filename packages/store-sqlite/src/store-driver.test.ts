import { isBuiltin } from "node:module";
import { join } from "node:path";
import { describeStore, SampleRecords } from "@plugboard/provider-testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore, type SqliteStore } from "./sqlite-store.js";

const MORTAL = new URL("./__fixtures__/mortal-driver.mjs", import.meta.url);
const NODE_SQLITE = new URL("./__fixtures__/node-sqlite-driver.mjs", import.meta.url);

async function mortalStore(): Promise<SqliteStore> {
  const store = sqliteStore(join(temporaryFolder(), "store.db"), { driver: MORTAL });
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

describe("a worker thread that dies", () => {
  test("before its commit is replaced, and nothing of the group is kept", async () => {
    const store = await mortalStore();
    const samples = new SampleRecords();
    const [earlier, doomed, later] = [
      samples.message(),
      samples.message({ payload: '"die-before-commit"' }),
      samples.message(),
    ];
    await store.commit([{ kind: "message-insert", record: earlier }]);
    await expect(
      store.commit([
        { kind: "message-insert", record: doomed },
        { kind: "document-put", document: samples.document({ id: "doomed" }) },
      ]),
    ).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
    await store.commit([{ kind: "message-insert", record: later }]);
    const kept = await store.messages({ accountId: "account-1", limit: 10 });
    expect(kept.map((record) => record.messageId)).toEqual([earlier.messageId, later.messageId]);
    expect(await store.document("channels", "doomed")).toBeUndefined();
  });

  test("after its commit is replaced, and the caller hears what became of the group", async () => {
    const store = await mortalStore();
    const samples = new SampleRecords();
    const first = samples.message({ idempotencyKey: "order-1" });
    const doomed = samples.message({ payload: '"die-after-commit"' });
    await store.commit([{ kind: "message-insert", record: first }]);
    const conflicts = await store.commit([
      { kind: "message-insert", record: samples.message({ idempotencyKey: "order-1" }) },
      { kind: "message-insert", record: doomed },
    ]);
    expect(conflicts).toEqual([
      { index: 0, existingId: first.messageId, contentHash: first.contentHash, acceptedAtMs: first.acceptedAtMs },
    ]);
    expect(await store.message("account-1", doomed.messageId)).toEqual(doomed);
  });

  test.each(["ledger", "audit"] as const)(
    "after its commit does not make a caller repeat what went to the %s",
    async (table) => {
      const store = await mortalStore();
      const samples = new SampleRecords();
      await store.commit([
        table === "ledger"
          ? { kind: "ledger-insert", entry: samples.ledgerEntry({ operation: "die-after-commit" }) }
          : { kind: "audit-insert", entry: samples.auditEntry({ subject: "die-after-commit" }) },
      ]);
      expect(await store[table]({ accountId: "account-1", limit: 10 })).toHaveLength(1);
    },
  );

  test("settles every group that waited, in order", async () => {
    const store = await mortalStore();
    const samples = new SampleRecords();
    const inbound = samples.inbound({ attributes: '{"x":"die-after-commit"}' });
    const waiting = samples.message();
    const results = await Promise.allSettled([
      store.commit([{ kind: "inbound-insert", record: inbound }]),
      store.commit([{ kind: "message-insert", record: waiting }]),
      store.message("account-1", waiting.messageId),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await store.message("account-1", waiting.messageId)).toBeUndefined();
    expect(await store.inboundRecord("account-1", inbound.rawId)).toBeDefined();
  });

  test("in a read is replaced for the next one", async () => {
    const store = await mortalStore();
    await expect(store.message("account-1", "die-at-once")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await store.message("account-1", "msg_1")).toBeUndefined();
  });

  test("while the store is being closed does not keep it from closing", async () => {
    const store = await mortalStore();
    const read = store.message("account-1", "die-at-once").catch(() => undefined);
    await store.close();
    await read;
  });
});

test.each([
  ["a module that does not exist", new URL("./__fixtures__/no-such-driver.mjs", import.meta.url)],
  ["a module without openDatabase", "node:path"],
])("refuses %s as a driver", async (_what, driver) => {
  const store = sqliteStore(join(temporaryFolder(), "store.db"), { driver });
  onTestFinished(() => store.close());
  await expect(store.open()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
});

describe.skipIf(!isBuiltin("node:sqlite"))("with node:sqlite (Node 22.13 and later)", () => {
  describeStore("sqliteStore", () => {
    const path = join(temporaryFolder(), "store.db");
    return {
      store: sqliteStore(path, { driver: NODE_SQLITE }),
      reopen: () => sqliteStore(path, { driver: NODE_SQLITE }),
    };
  });
});
