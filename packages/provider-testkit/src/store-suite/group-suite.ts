import { ContactCenterError } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** A group is atomic; a taken key leaves out its own write only, a taken id refuses the group. */
export function groupSuite(fixture: StoreFixture): void {
  test("starts empty", async () => {
    const store = await fixture.open();
    expect(await store.queuedChannels("ready")).toEqual([]);
    expect(await store.messages({ accountId: "account-1", limit: 10 })).toEqual([]);
    expect(await store.nextDeferredAtMs()).toBeUndefined();
  });

  test("commits a group of nothing", async () => {
    const store = await fixture.open();
    expect(await store.commit([])).toEqual([]);
  });

  test("shows every kind of write of a group once its commit resolved", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const message = samples.message();
    const inbound = samples.inbound();
    const document = samples.document();
    const conflicts = await store.commit([
      { kind: "document-put", document: { ...document, id: "gone" } },
      { kind: "message-insert", record: message },
      { kind: "message-update", change: samples.received(message) },
      { kind: "ledger-insert", entry: samples.ledgerEntry() },
      { kind: "inbound-insert", record: inbound },
      { kind: "inbound-update", change: samples.done(inbound) },
      { kind: "audit-insert", entry: samples.auditEntry() },
      { kind: "document-put", document },
      { kind: "document-delete", collection: document.collection, id: "gone" },
    ]);
    expect(conflicts).toEqual([]);
    expect((await store.message("account-1", message.messageId))?.state).toBe("received");
    expect(await store.ledger({ accountId: "account-1", limit: 10 })).toHaveLength(1);
    expect((await store.inboundRecord("account-1", inbound.rawId))?.state).toBe("done");
    expect(await store.audit({ accountId: "account-1", limit: 10 })).toHaveLength(1);
    expect(await store.document(document.collection, document.id)).toEqual(document);
    expect(await store.document(document.collection, "gone")).toBeUndefined();
  });

  test("leaves out a message whose idempotency key the account has used, and commits the rest", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const first = samples.message({ idempotencyKey: "order-1" });
    await store.commit([{ kind: "message-insert", record: first }]);
    const again = samples.message({ idempotencyKey: "order-1", contentHash: "f".repeat(64) });
    const other = samples.message({ idempotencyKey: "order-2" });
    const conflicts = await store.commit([
      { kind: "audit-insert", entry: samples.auditEntry() },
      { kind: "message-insert", record: again },
      { kind: "message-insert", record: other },
    ]);
    expect(conflicts).toEqual([
      { index: 1, existingId: first.messageId, contentHash: first.contentHash, acceptedAtMs: first.acceptedAtMs },
    ]);
    expect(await store.message("account-1", again.messageId)).toBeUndefined();
    expect(await store.message("account-1", other.messageId)).toEqual(other);
    expect(await store.message("account-1", first.messageId)).toEqual(first);
    expect(await store.audit({ accountId: "account-1", limit: 10 })).toHaveLength(1);
  });

  test("finds a key used twice within one group", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const first = samples.message({ idempotencyKey: "order-1" });
    const again = samples.message({ idempotencyKey: "order-1" });
    const conflicts = await store.commit([
      { kind: "message-insert", record: first },
      { kind: "message-insert", record: again },
    ]);
    expect(conflicts).toMatchObject([{ index: 1, existingId: first.messageId }]);
  });

  test("finds conflicts among many, whatever state the messages are in", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const key = (number: number) => ({ idempotencyKey: `order-${number}` });
    const known = Array.from({ length: 50 }, (_, number) => samples.message(key(number)));
    await store.commit(known.map((record) => ({ kind: "message-insert", record })));
    const wanted = Array.from({ length: 100 }, (_, number) =>
      samples.message({
        ...key(number * 2),
        ...(number % 3 === 0 && { state: "held" as const, queue: "held" as const }),
      }),
    );
    const conflicts = await store.commit([
      { kind: "audit-insert", entry: samples.auditEntry() },
      ...wanted.map((record) => ({ kind: "message-insert" as const, record })),
    ]);
    expect(conflicts.map(({ index }) => index)).toEqual(Array.from({ length: 25 }, (_, number) => number + 1));
    expect(conflicts[24]).toMatchObject({ existingId: known[48]!.messageId, contentHash: known[48]!.contentHash });
    const last = wanted.at(-1)!;
    expect(await store.message(last.accountId, last.messageId)).toEqual(last);
  });

  test("keeps idempotency keys of accounts apart, and needs none", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const conflicts = await store.commit([
      { kind: "message-insert", record: samples.message({ idempotencyKey: "order-1" }) },
      { kind: "message-insert", record: samples.message({ idempotencyKey: "order-1", accountId: "account-2" }) },
      { kind: "message-insert", record: samples.message() },
      { kind: "message-insert", record: samples.message() },
    ]);
    expect(conflicts).toEqual([]);
  });

  test("remembers the key of a message that is finished", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const first = samples.message({ idempotencyKey: "order-1" });
    await store.commit([{ kind: "message-insert", record: first }]);
    await store.commit([{ kind: "message-update", change: samples.received(first) }]);
    const conflicts = await store.commit([
      { kind: "message-insert", record: samples.message({ idempotencyKey: "order-1" }) },
    ]);
    expect(conflicts).toMatchObject([{ index: 0, existingId: first.messageId }]);
  });

  test("leaves out a delivery whose deduplication key the channel has seen", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const first = samples.inbound({ deduplicationKey: "event-a" });
    await store.commit([{ kind: "inbound-insert", record: first }]);
    const again = samples.inbound({ deduplicationKey: "event-a" });
    const elsewhere = samples.inbound({ deduplicationKey: "event-a", channelId: "channel-2" });
    const conflicts = await store.commit([
      { kind: "inbound-insert", record: again },
      { kind: "inbound-insert", record: elsewhere },
    ]);
    expect(conflicts).toMatchObject([{ index: 0, existingId: first.rawId }]);
    expect(conflicts).toHaveLength(1);
    expect(await store.inboundRecord("account-1", again.rawId)).toBeUndefined();
    expect(await store.inboundRecord("account-1", elsewhere.rawId)).toEqual(elsewhere);
  });

  test.each(["sequence", "messageId"] as const)("keeps nothing of a group with a %s that is taken", async (field) => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const first = samples.message();
    await store.commit([{ kind: "message-insert", record: first }]);
    const document = samples.document();
    const innocent = samples.message();
    const failure: unknown = await store
      .commit([
        { kind: "document-put", document },
        { kind: "message-insert", record: innocent },
        { kind: "message-insert", record: samples.message({ [field]: first[field] }) },
        { kind: "audit-insert", entry: samples.auditEntry() },
      ])
      .catch((error: unknown) => error);
    expect(ContactCenterError.isInstance(failure) && failure.code).toBe("STORE_UNAVAILABLE");
    expect(await store.document(document.collection, document.id)).toBeUndefined();
    expect(await store.message("account-1", innocent.messageId)).toBeUndefined();
    expect(await store.audit({ accountId: "account-1", limit: 10 })).toEqual([]);
    await store.commit([{ kind: "document-put", document }]);
    expect(await store.document(document.collection, document.id)).toEqual(document);
  });

  test("takes groups that are handed over before the one in flight resolved, in order", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.message();
    await Promise.all([
      store.commit([{ kind: "message-insert", record }]),
      store.commit([{ kind: "message-update", change: samples.received(record, { state: "received" }) }]),
      store.commit([{ kind: "message-update", change: samples.received(record, { state: "read" }) }]),
    ]);
    expect((await store.message("account-1", record.messageId))?.state).toBe("read");
  });
}
