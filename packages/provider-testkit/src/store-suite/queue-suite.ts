import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** What waits is found again, in the order it is to leave in. */
export function queueSuite(fixture: StoreFixture): void {
  test("lists a channel's queue by sequence and in pages", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = Array.from({ length: 10 }, (_, index) =>
      samples.message({ channelId: index % 2 === 0 ? "channel-a" : "channel-b" }),
    );
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    const first = await store.queuedMessages({ queue: "ready", channelId: "channel-a", limit: 3 });
    expect(first).toEqual([records[0], records[2], records[4]]);
    const rest = await store.queuedMessages({ queue: "ready", channelId: "channel-a", after: 5, limit: 3 });
    expect(rest).toEqual([records[6], records[8]]);
  });

  test("drops a message from its queue when it is finished", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const [first, second] = [samples.message(), samples.message()];
    await store.commit([
      { kind: "message-insert", record: first },
      { kind: "message-insert", record: second },
    ]);
    await store.commit([{ kind: "message-update", change: samples.received(first) }]);
    expect(await store.queuedMessages({ queue: "ready", channelId: "channel-1", limit: 10 })).toEqual([second]);
    await store.commit([{ kind: "message-update", change: samples.received(second) }]);
    expect(await store.queuedChannels("ready")).toEqual([]);
  });

  test("puts a message that comes back before those accepted after it", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const records = [samples.message({ queue: "held" }), samples.message(), samples.message()];
    await store.commit(records.map((record) => ({ kind: "message-insert", record })));
    const released = samples.received(records[0]!, { state: "accepted", queue: "ready" });
    await store.commit([{ kind: "message-update", change: released }]);
    const ready = await store.queuedMessages({ queue: "ready", channelId: "channel-1", limit: 10 });
    expect(ready.map((record) => record.sequence)).toEqual([1, 2, 3]);
    expect(await store.queuedMessages({ queue: "held", channelId: "channel-1", limit: 10 })).toEqual([]);
  });

  test("names the channels of each queue once", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const places = [
      ["channel-b", "ready"],
      ["channel-a", "ready"],
      ["channel-b", "ready"],
      ["channel-c", "held"],
      ["channel-d", "deferred"],
      ["channel-e", "none"],
    ] as const;
    await store.commit(
      places.map(([channelId, queue]) => ({ kind: "message-insert", record: samples.message({ channelId, queue }) })),
    );
    expect((await store.queuedChannels("ready")).sort()).toEqual(["channel-a", "channel-b"]);
    expect(await store.queuedChannels("held")).toEqual(["channel-c"]);
    expect(await store.queuedChannels("deferred")).toEqual(["channel-d"]);
  });

  test("lists deferred messages by the time they are due", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const due = [500, 100, 300, 100, 900].map((dueAtMs) => samples.message({ queue: "deferred", dueAtMs }));
    await store.commit([
      ...due.map((record) => ({ kind: "message-insert" as const, record })),
      { kind: "message-insert", record: samples.message({ queue: "ready", dueAtMs: 50 }) },
    ]);
    const [late, first, middle, second] = due;
    expect(await store.deferredMessages({ dueByMs: 500, limit: 10 })).toEqual([first, second, middle, late]);
    expect(await store.deferredMessages({ dueByMs: 99, limit: 10 })).toEqual([]);
    expect(await store.deferredMessages({ dueByMs: 500, limit: 2 })).toEqual([first, second]);
  });

  test("knows when the next deferred message is due", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const early = samples.message({ queue: "deferred", dueAtMs: 100 });
    const late = samples.message({ queue: "deferred", dueAtMs: 700 });
    await store.commit([
      { kind: "message-insert", record: late },
      { kind: "message-insert", record: early },
    ]);
    expect(await store.nextDeferredAtMs()).toBe(100);
    await store.commit([{ kind: "message-update", change: samples.received(early) }]);
    expect(await store.nextDeferredAtMs()).toBe(700);
    await store.commit([
      { kind: "message-update", change: samples.received(late, { state: "waiting", queue: "deferred", dueAtMs: 900 }) },
    ]);
    expect(await store.nextDeferredAtMs()).toBe(900);
  });

  test("lists what is ready and has expired, by sequence and in pages, and knows what expires next", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const expiries = [500, 100, 900, 300, 100, 700];
    const records = expiries.map((expiresAtMs) => samples.message({ expiresAtMs, blobs: [Uint8Array.of(1)] }));
    const others = [
      samples.message({ expiresAtMs: 50, channelId: "channel-2" }),
      samples.message({ expiresAtMs: 60, queue: "held" }),
      samples.message({ expiresAtMs: 70, queue: "deferred", dueAtMs: 5 }),
    ];
    await store.commit([...records, ...others].map((record) => ({ kind: "message-insert", record })));
    const [first, second, , fourth, fifth] = records;
    const channelId = "channel-1";
    const expired = (expiredByMs: number, after: number, limit: number) =>
      store.expiredMessages({ channelId, expiredByMs, after, limit });
    expect(await expired(99, 0, 10)).toEqual([]);
    expect(await expired(500, 0, 10)).toEqual([first, second, fourth, fifth]);
    expect(await expired(500, 0, 2)).toEqual([first, second]);
    expect(await expired(500, 2, 10)).toEqual([fourth, fifth]);
    const next = (laterThanMs: number, after: number) => store.nextExpiryAtMs({ channelId, after, laterThanMs });
    expect([await next(0, 0), await next(500, 0), await next(0, 5), await next(900, 0)]).toEqual([
      100,
      700,
      700,
      undefined,
    ]);
    await store.commit([{ kind: "message-update", change: samples.received(second!) }]);
    const back = samples.received(others[1]!, { state: "accepted", queue: "ready" });
    await store.commit([{ kind: "message-update", change: back }]);
    expect((await expired(100, 0, 10)).map(({ sequence }) => sequence)).toEqual([5, 8]);
    expect(await next(0, 0)).toBe(60);

    // Between two attempts it expires as it would have before the first; deferred it is nobody's.
    const retried = samples.received(fifth!, { state: "unknown", queue: "ready", attempt: 1 });
    const deferred = samples.received(others[1]!, { state: "waiting", queue: "deferred", dueAtMs: 9 });
    await store.commit([retried, deferred].map((change) => ({ kind: "message-update", change })));
    expect((await expired(100, 0, 10)).map(({ sequence }) => sequence)).toEqual([5]);
    expect(await next(0, 0)).toBe(100);
  });
}
