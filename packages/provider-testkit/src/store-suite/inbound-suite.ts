import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Deliveries: raw until they are done, their deduplication key until they are pruned. */
export function inboundSuite(fixture: StoreFixture): void {
  test("gives a delivery back with every field and byte as it was", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const large = samples.inbound({ body: new Uint8Array(300_000).map((_, index) => index % 251), code: "C1" });
    const part = samples.inbound({ body: Buffer.from("xx{}xx").subarray(2, 4), source: "sync" });
    await store.commit([
      { kind: "inbound-insert", record: large },
      { kind: "inbound-insert", record: part },
    ]);
    const found = await store.inboundRecord("account-1", large.rawId);
    expect({ ...found, body: undefined }).toEqual({ ...large, body: undefined });
    expect(Buffer.compare(found!.body, large.body)).toBe(0);
    const foundPart = await store.inboundRecord("account-1", part.rawId);
    expect([...foundPart!.body]).toEqual([...part.body]);
  });

  test("lists what is not done by state and account, in pages", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = [
      samples.inbound(),
      samples.inbound({ accountId: "account-2" }),
      samples.inbound({ state: "parked", code: "UNREADABLE" }),
      samples.inbound(),
      samples.inbound(),
    ];
    await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
    await store.commit([{ kind: "inbound-update", change: samples.done(records[3]!) }]);
    const ids = async (query: { state: "recorded" | "parked"; accountId?: string; after?: number; limit: number }) =>
      (await store.inbound(query)).map((record) => record.sequence);
    expect(await ids({ state: "recorded", limit: 10 })).toEqual([1, 2, 5]);
    expect(await ids({ state: "recorded", limit: 2 })).toEqual([1, 2]);
    expect(await ids({ state: "recorded", after: 2, limit: 2 })).toEqual([5]);
    expect(await ids({ state: "recorded", accountId: "account-2", limit: 10 })).toEqual([2]);
    expect(await ids({ state: "parked", limit: 10 })).toEqual([3]);
  });

  test("lists what is recorded by channel, and the channels that have some", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = [
      samples.inbound({ channelId: "b" }),
      samples.inbound({ channelId: "a" }),
      samples.inbound({ channelId: "a" }),
      samples.inbound({ channelId: "c", state: "parked", code: "UNREADABLE" }),
      samples.inbound({ channelId: "d" }),
    ];
    await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
    await store.commit([{ kind: "inbound-update", change: samples.done(records[4]!) }]);
    const ids = async (query: { channelId: string; after?: number; limit: number }) =>
      (await store.inbound({ state: "recorded", ...query })).map((record) => record.sequence);
    expect(await ids({ channelId: "a", limit: 10 })).toEqual([2, 3]);
    expect(await ids({ channelId: "a", limit: 1 })).toEqual([2]);
    expect(await ids({ channelId: "a", after: 2, limit: 10 })).toEqual([3]);
    expect(await ids({ channelId: "c", limit: 10 })).toEqual([]);
    expect((await store.inboundChannels()).sort()).toEqual(["a", "b"]);
  });

  test("changes what a change names and nothing else", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.inbound();
    await store.commit([{ kind: "inbound-insert", record }]);
    const change = samples.done(record, { state: "parked", attempt: 4, dueAtMs: 77, code: "HANDLER_FAILED" });
    await store.commit([{ kind: "inbound-update", change }]);
    expect(await store.inboundRecord("account-1", record.rawId)).toEqual({ ...record, ...change });
  });

  test("empties the body of a delivery that is done and keeps the rest", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const record = samples.inbound();
    await store.commit([{ kind: "inbound-insert", record }]);
    await store.commit([{ kind: "inbound-update", change: samples.done(record) }]);
    const found = await store.inboundRecord("account-1", record.rawId);
    expect(found?.body.byteLength).toBe(0);
    expect(found).toMatchObject({ state: "done", deduplicationKey: record.deduplicationKey, finished: '["evt_1"]' });
  });

  test("keeps the key of a delivery that is done from the start, as a claim of an event is", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const delivery = samples.inbound();
    await store.commit([{ kind: "inbound-insert", record: delivery }]);
    const claim = (deduplicationKey: string) => {
      const record = samples.inbound({ deduplicationKey, state: "done", body: new Uint8Array(0), finished: "[]" });
      return { ...record, rawId: `${delivery.rawId}.${record.sequence}` };
    };
    const [first, again] = [claim("a"), claim("a")];
    const insert = (record: typeof first) => ({ kind: "inbound-insert", record }) as const;
    expect(await store.commit([insert(first), insert(claim("b"))])).toEqual([]);
    expect(await store.commit([insert(again), insert(samples.inbound({ deduplicationKey: "b" }))])).toMatchObject([
      { index: 0, existingId: first.rawId },
      { index: 1 },
    ]);
    expect(await store.inboundRecord("account-1", first.rawId)).toEqual(first);
    expect((await store.inbound({ state: "recorded", limit: 10 })).map(({ rawId }) => rawId)).toEqual([delivery.rawId]);
  });

  test("shows a delivery to its own account only", async () => {
    const store = await fixture.open();
    const record = new SampleRecords().inbound();
    await store.commit([{ kind: "inbound-insert", record }]);
    expect(await store.inboundRecord("account-2", record.rawId)).toBeUndefined();
  });

  test("refuses a repetition of what is done, until it is pruned", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const old = samples.inbound({ deduplicationKey: "a", recordedAtMs: 1_000 });
    const young = samples.inbound({ deduplicationKey: "b", recordedAtMs: 2_000 });
    const open = samples.inbound({ deduplicationKey: "c", recordedAtMs: 500 });
    const parked = samples.inbound({ deduplicationKey: "d", recordedAtMs: 500, state: "parked" });
    await store.commit([old, young, open, parked].map((record) => ({ kind: "inbound-insert", record })));
    await store.commit([
      { kind: "inbound-update", change: samples.done(old) },
      { kind: "inbound-update", change: samples.done(young) },
    ]);
    const repeat = () => samples.inbound({ deduplicationKey: "a" });
    expect(await store.commit([{ kind: "inbound-insert", record: repeat() }])).toMatchObject([
      { index: 0, existingId: old.rawId },
    ]);
    expect(await store.pruneInbound(2_000)).toBe(1);
    expect(await store.pruneInbound(2_000)).toBe(0);
    expect(await store.inboundRecord("account-1", old.rawId)).toBeUndefined();
    expect(await store.inboundRecord("account-1", young.rawId)).toBeDefined();
    expect((await store.inboundRecord("account-1", open.rawId))?.state).toBe("recorded");
    expect((await store.inboundRecord("account-1", parked.rawId))?.state).toBe("parked");
    expect(await store.commit([{ kind: "inbound-insert", record: repeat() }])).toEqual([]);
  });
}
