import type { Store } from "@plugboard/core";
import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Messages come back as they went in, are changed field by field, and are listed by account. */
export function messageSuite(fixture: StoreFixture): void {
  test("gives a message back with every field as it was", async () => {
    const store = await fixture.open();
    const record = new SampleRecords().message({
      idempotencyKey: "order-1",
      blobs: [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(100_000).fill(7)],
      payload: JSON.stringify({ text: "ä".repeat(50_000) }),
      providerMessageId: "provider-9",
      code: "E1",
      dueAtMs: 1_795_255_200_001,
      attempt: 3,
      queue: "held",
      state: "held",
    });
    await store.commit([{ kind: "message-insert", record }]);
    const found = await store.message(record.accountId, record.messageId);
    expect({ ...found, blobs: found?.blobs.map((blob) => [...blob]) }).toEqual({
      ...record,
      blobs: record.blobs.map((blob) => [...blob]),
    });
  });

  test("gives a blob back that was a part of a larger buffer", async () => {
    const store = await fixture.open();
    const record = new SampleRecords().message({ blobs: [new Uint8Array(1_000).fill(9).subarray(10, 14)] });
    await store.commit([{ kind: "message-insert", record }]);
    const found = await store.message(record.accountId, record.messageId);
    expect(found?.blobs.map((blob) => [...blob])).toEqual([[9, 9, 9, 9]]);
  });

  test("changes what a change names and nothing else", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.message({ idempotencyKey: "order-1", blobs: [Uint8Array.of(1)] });
    const other = samples.message();
    await store.commit([
      { kind: "message-insert", record },
      { kind: "message-insert", record: other },
    ]);
    const change = samples.received(record, { code: "C1", attempt: 2, dueAtMs: 5 });
    await store.commit([{ kind: "message-update", change }]);
    expect(await store.message("account-1", record.messageId)).toEqual({ ...record, ...change });
    expect(await store.message("account-1", other.messageId)).toEqual(other);
  });

  test("keeps the provider's id and the code where a change has none", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.message();
    const received = samples.received(record, { code: "C1" });
    await store.commit([{ kind: "message-insert", record }]);
    await store.commit([{ kind: "message-update", change: received }]);
    const read = samples.received(record, { state: "read", providerMessageId: undefined, code: undefined });
    await store.commit([{ kind: "message-update", change: read }]);
    expect(await store.message("account-1", record.messageId)).toMatchObject({
      state: "read",
      providerMessageId: received.providerMessageId,
      code: "C1",
    });
  });

  test("applies several changes of one message within a group in their order", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.message();
    await store.commit([
      { kind: "message-insert", record },
      {
        kind: "message-update",
        change: samples.received(record, { state: "transferring", queue: "ready", code: "C1" }),
      },
      { kind: "message-update", change: samples.received(record, { state: "received", providerMessageId: "p-2" }) },
      { kind: "message-update", change: samples.received(record, { state: "sent", providerMessageId: undefined }) },
    ]);
    expect(await store.message("account-1", record.messageId)).toMatchObject({
      state: "sent",
      queue: "none",
      providerMessageId: "p-2",
      code: "C1",
    });
  });

  test("takes a change of a message it does not have for nothing", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    expect(await store.commit([{ kind: "message-update", change: samples.received(samples.message()) }])).toEqual([]);
    expect(await store.messages({ accountId: "account-1", limit: 10 })).toEqual([]);
  });

  test("shows a message to its own account only", async () => {
    const store = await fixture.open();
    const record = new SampleRecords().message({ accountId: "account-1" });
    await store.commit([{ kind: "message-insert", record }]);
    expect(await store.message("account-2", record.messageId)).toBeUndefined();
    expect(await store.message("account-1", record.messageId)).toEqual(record);
    expect(await store.messages({ accountId: "account-2", limit: 10 })).toEqual([]);
  });

  test("finds a message by its account's idempotency key", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const here = samples.message({ accountId: "account-1", idempotencyKey: "order 7" });
    const there = samples.message({ accountId: "account-2", idempotencyKey: "order 7" });
    await store.commit([
      { kind: "message-insert", record: here },
      { kind: "message-insert", record: there },
      { kind: "message-insert", record: samples.message({ accountId: "account-1", idempotencyKey: undefined }) },
    ]);
    expect(await store.messageByKey("account-1", "order 7")).toEqual(here);
    expect((await store.messageByKey("account-2", "order 7"))?.messageId).toBe(there.messageId);
    expect(await store.messageByKey("account-1", "order 8")).toBeUndefined();
    expect(await store.messageByKey("account-3", "order 7")).toBeUndefined();
  });

  test("finds a message by the provider's id within its channel", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const here = samples.message({ channelId: "channel-1" });
    const there = samples.message({ channelId: "channel-2" });
    await store.commit([
      { kind: "message-insert", record: here },
      { kind: "message-insert", record: there },
      { kind: "message-update", change: samples.received(here, { providerMessageId: "p-1" }) },
      { kind: "message-update", change: samples.received(there, { providerMessageId: "p-1" }) },
    ]);
    expect((await store.messageByProviderId("channel-1", "p-1"))?.messageId).toBe(here.messageId);
    expect((await store.messageByProviderId("channel-2", "p-1"))?.messageId).toBe(there.messageId);
    expect(await store.messageByProviderId("channel-1", "p-2")).toBeUndefined();
    expect(await store.messageByProviderId("channel-3", "p-1")).toBeUndefined();
  });

  test("finds the newer message where a provider gave an id twice", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const older = samples.message();
    const newer = samples.message();
    await store.commit([
      { kind: "message-insert", record: older },
      { kind: "message-insert", record: newer },
      { kind: "message-update", change: samples.received(newer, { providerMessageId: "p-1" }) },
      { kind: "message-update", change: samples.received(older, { providerMessageId: "p-1" }) },
    ]);
    expect((await store.messageByProviderId("channel-1", "p-1"))?.messageId).toBe(newer.messageId);
  });

  test("pages through an account's messages by sequence, filtered by channel and state", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = Array.from({ length: 12 }, (_, index) =>
      samples.message({
        accountId: index % 2 === 0 ? "account-1" : "account-2",
        channelId: index % 4 === 0 ? "channel-a" : "channel-b",
      }),
    );
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    await store.commit([{ kind: "message-update", change: samples.received(records[4]!) }]);

    const own = records.filter((record) => record.accountId === "account-1").map((record) => record.sequence);
    expect(await sequences(store, { accountId: "account-1" })).toEqual(own);
    expect(await sequences(store, { accountId: "account-1", channelId: "channel-a" })).toEqual([1, 5, 9]);
    expect(await sequences(store, { accountId: "account-1", state: "received" })).toEqual([5]);
    const nothing = await sequences(store, { accountId: "account-1", channelId: "channel-b", state: "received" });
    expect(nothing).toEqual([]);
  });
}

/** Reads all pages, two records each. */
async function sequences(
  store: Store,
  query: { accountId: string; channelId?: string; state?: string },
): Promise<number[]> {
  const found: number[] = [];
  for (;;) {
    const page = await store.messages({ ...query, after: found.at(-1), limit: 2 });
    expect(page.length).toBeLessThanOrEqual(2);
    found.push(...page.map((record) => record.sequence));
    if (page.length < 2) return found;
  }
}
