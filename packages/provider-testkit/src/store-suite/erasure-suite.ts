import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** What is taken out is gone from every read, with its keys, and what is beside it stays. */
export function erasureSuite(fixture: StoreFixture): void {
  test("takes a message out in whatever state it is, with its key, its provider's id and its blobs", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const key = { idempotencyKey: "key-1", blobs: [Uint8Array.of(1, 2, 3)] };
    const records = [
      samples.message(key),
      samples.message({ queue: "held", state: "held" }),
      samples.message({ queue: "deferred", dueAtMs: 5 }),
      samples.message(),
      samples.message(),
    ];
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    await store.commit([{ kind: "message-update", change: samples.received(records[3]!) }]);
    await store.commit([1, 2, 3, 4].map((sequence) => ({ kind: "message-delete", sequence })));
    expect((await store.messages({ accountId: "account-1", limit: 10 })).map(({ sequence }) => sequence)).toEqual([5]);
    for (const { messageId } of records.slice(0, 4))
      expect(await store.message("account-1", messageId)).toBeUndefined();
    expect(await store.messageByProviderId("channel-1", "provider-4")).toBeUndefined();
    expect(await store.queuedChannels("held")).toEqual([]);
    expect(await store.nextDeferredAtMs()).toBeUndefined();
    const ready = await store.queuedMessages({ queue: "ready", channelId: "channel-1", limit: 10 });
    expect(ready.map(({ sequence }) => sequence)).toEqual([5]);
    // Its key is free again.
    expect(await store.commit([{ kind: "message-insert", record: samples.message(key) }])).toEqual([]);
  });

  test("hears no more of a message that was taken out: later changes of it do nothing", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.message();
    await store.commit([{ kind: "message-insert", record }]);
    await store.commit([{ kind: "message-delete", sequence: 1 }]);
    await store.commit([
      { kind: "message-update", change: samples.received(record) },
      { kind: "message-delete", sequence: 77 },
    ]);
    expect(await store.messages({ accountId: "account-1", limit: 10 })).toEqual([]);
    expect(await store.messageByProviderId("channel-1", "provider-1")).toBeUndefined();
  });

  test("takes deliveries out, done ones too, and lists those that are done by account and channel", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = [
      samples.inbound(),
      samples.inbound({ state: "parked", code: "X" }),
      samples.inbound(),
      samples.inbound({ channelId: "channel-2" }),
      samples.inbound({ accountId: "account-2" }),
    ];
    await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
    await store.commit([2, 3, 4].map((at) => ({ kind: "inbound-update", change: samples.done(records[at]!) })));
    const done = async (query: { accountId: string; channelId?: string; after?: number; limit?: number }) =>
      (await store.inbound({ state: "done", limit: 10, ...query })).map(({ sequence }) => sequence);
    expect(await done({ accountId: "account-1" })).toEqual([3, 4]);
    expect(await done({ accountId: "account-1", channelId: "channel-2" })).toEqual([4]);
    expect(await done({ accountId: "account-1", after: 3 })).toEqual([4]);
    expect(await done({ accountId: "account-1", limit: 1 })).toEqual([3]);
    await store.commit([1, 2, 3].map((sequence) => ({ kind: "inbound-delete", sequence })));
    expect(await done({ accountId: "account-1" })).toEqual([4]);
    expect(await store.inbound({ state: "recorded", limit: 10 })).toEqual([]);
    expect(await store.inbound({ state: "parked", limit: 10 })).toEqual([]);
    expect(await store.inboundRecord("account-1", records[0]!.rawId)).toBeUndefined();
    const again = { ...samples.inbound(), deduplicationKey: records[2]!.deduplicationKey };
    expect(await store.commit([{ kind: "inbound-insert", record: again }])).toEqual([]);
  });

  test("names the collections an account has documents in", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    await store.commit(
      ["b", "a", "a"].map((collection) => ({ kind: "document-put", document: samples.document({ collection }) })),
    );
    const document = samples.document({ collection: "c", accountId: "account-2" });
    await store.commit([{ kind: "document-put", document }]);
    expect(await store.collections("account-1")).toEqual(["a", "b"]);
    await store.commit([{ kind: "document-delete", collection: "c", id: document.id }]);
    expect(await store.collections("account-2")).toEqual([]);
  });

  test("scrubs without a loss of what stays, and goes on", async () => {
    const { store, reopen } = await fixture.openTwice();
    const samples = new SampleRecords();
    const records = [samples.message(), samples.message({ blobs: [new Uint8Array(9_000).fill(7)] })];
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    await store.commit([{ kind: "message-delete", sequence: 1 }]);
    await Promise.all([store.scrub(), store.commit([{ kind: "message-insert", record: samples.message() }])]);
    const sequences = async (one: typeof store) =>
      (await one.messages({ accountId: "account-1", limit: 10 })).map(({ sequence }) => sequence);
    expect(await sequences(store)).toEqual([2, 3]);
    expect((await store.message("account-1", records[1]!.messageId))?.blobs[0]).toHaveLength(9_000);
    if (reopen) expect(await sequences((await reopen()).store)).toEqual([2, 3]);
  });
}
