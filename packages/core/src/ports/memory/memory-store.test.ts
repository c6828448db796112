import { describeStore, SampleRecords } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { memoryStore } from "./memory-store.js";

describeStore("memoryStore", () => ({ store: memoryStore() }));

test("forgets finished messages beyond keepFinished, oldest first, and never what waits", async () => {
  const store = memoryStore({ keepFinished: 3 });
  const samples = new SampleRecords();
  const waiting = samples.message();
  await store.commit([{ kind: "message-insert", record: waiting }]);
  const finished = Array.from({ length: 10 }, () => samples.message({ idempotencyKey: `key-${Math.random()}` }));
  for (const record of finished) {
    await store.commit([{ kind: "message-insert", record }]);
    await store.commit([{ kind: "message-update", change: samples.received(record) }]);
  }
  const kept = await store.messages({ accountId: "account-1", limit: 100 });
  expect(kept.map((record) => record.sequence)).toEqual([1, 9, 10, 11]);
  expect(await store.messageByProviderId("channel-1", "provider-8")).toBeUndefined();
  const again = samples.message({ idempotencyKey: finished[0]!.idempotencyKey });
  expect(await store.commit([{ kind: "message-insert", record: again }])).toEqual([]);
});

test("counts a message that was taken up again as waiting", async () => {
  const store = memoryStore({ keepFinished: 1 });
  const samples = new SampleRecords();
  const [held, other, last] = [samples.message(), samples.message(), samples.message()];
  await store.commit([
    { kind: "message-insert", record: held },
    { kind: "message-update", change: samples.received(held) },
    { kind: "message-update", change: samples.received(held, { state: "held", queue: "held" }) },
    { kind: "message-insert", record: other },
    { kind: "message-update", change: samples.received(other) },
    { kind: "message-insert", record: last },
    { kind: "message-update", change: samples.received(last) },
  ]);
  const kept = await store.messages({ accountId: "account-1", limit: 100 });
  expect(kept.map((record) => record.sequence)).toEqual([1, 3]);
});

test("forgets done deliveries, ledger and audit entries beyond keepFinished", async () => {
  const store = memoryStore({ keepFinished: 2 });
  const samples = new SampleRecords();
  for (let round = 0; round < 20; round += 1) {
    const record = samples.inbound();
    await store.commit([
      { kind: "inbound-insert", record },
      { kind: "inbound-update", change: samples.done(record) },
      { kind: "ledger-insert", entry: samples.ledgerEntry() },
      { kind: "audit-insert", entry: samples.auditEntry() },
    ]);
  }
  const ledger = await store.ledger({ accountId: "account-1", limit: 100 });
  expect(ledger.length).toBeLessThanOrEqual(4);
  expect(ledger.at(-1)?.sequence).toBe(20);
  expect(await store.ledger({ accountId: "account-1", after: 19, limit: 100 })).toHaveLength(1);
  expect((await store.audit({ accountId: "account-1", limit: 100 })).length).toBeLessThanOrEqual(4);
  expect(await store.pruneInbound(Infinity)).toBe(2);
});

test("leaves the event loop its turns, so that a caller who commits without pause starves nobody", async () => {
  const store = memoryStore();
  const samples = new SampleRecords();
  let turned = false;
  setImmediate(() => (turned = true));
  let commits = 0;
  for (; !turned && commits < 10_000; commits += 1)
    await store.commit([{ kind: "message-insert", record: samples.message() }]);
  expect(commits).toBeLessThan(2_000);
});
