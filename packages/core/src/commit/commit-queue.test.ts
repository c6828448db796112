import "reflect-metadata";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import { EventBus } from "../host/event-bus.js";
import { silentLogger } from "../ports/memory/index.js";
import type { StoreWrite } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";
import { CommitQueue } from "./commit-queue.js";

let store: TestStore;
let events: EventBus;
let queue: CommitQueue;
beforeEach(() => {
  vi.useFakeTimers();
  store = testStore();
  events = new EventBus(silentLogger);
  queue = new CommitQueue(store, events, silentLogger);
});
afterEach(() => {
  queue.close();
  vi.useRealTimers();
});

const put = (id: string): StoreWrite => ({
  kind: "document-put",
  document: { collection: "t", id, accountId: "", value: "1" },
});
const idsOf = (group: readonly StoreWrite[] = []): string[] =>
  group.map((write) => (write.kind === "document-put" ? write.document.id : write.kind));
const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe("grouping", () => {
  test("one write is one group, and writes of one turn share one", async () => {
    await queue.commit(put("a"));
    await Promise.all([queue.commit(put("b")), queue.commit(put("c"))]);
    expect(store.groups.map(idsOf)).toEqual([["a"], ["b", "c"]]);
  });

  test("never has two groups in flight; what comes meanwhile leaves together, in order", async () => {
    const held = gate();
    store.fate = () => (store.groups.length === 1 ? held.passed : "commit");
    const first = queue.commit(put("a"));
    await turn();
    const later = ["b", "c", "d"].map((id) => queue.commit(put(id)));
    await turn();
    expect(store.groups.map(idsOf)).toEqual([["a"]]);
    held.open();
    await Promise.all([first, ...later]);
    expect(store.groups.map(idsOf)).toEqual([["a"], ["b", "c", "d"]]);
    expect(store.mostUnderWay).toBe(1);
  });

  test("does not resolve before the store has", async () => {
    const held = gate();
    store.fate = () => held.passed;
    let durable = false;
    const pending = queue.commit(put("a")).then(() => (durable = true));
    await turn();
    expect(durable).toBe(false);
    held.open();
    await pending;
    expect(durable).toBe(true);
  });

  test("a group is bounded, and joined writes are not parted by the bound", async () => {
    for (let index = 0; index < 4_095; index += 1) queue.push(put(`w${String(index)}`));
    queue.push(put("delivery"));
    queue.pushJoined(put("cursor"));
    queue.push(put("after"));
    await queue.drain();
    expect(store.groups.map((group) => group.length)).toEqual([4_097, 1]);
    expect(idsOf(store.groups[0]).slice(-2)).toEqual(["delivery", "cursor"]);
  });

  test("a conflict is told to the write it belongs to and to no other", async () => {
    const record = { sequence: 1, rawId: "r1", accountId: "a", channelId: "c", source: "sync", deduplicationKey: "k" };
    const rest = { contentType: "", body: new Uint8Array(), attributes: "{}", recordedAtMs: 0, state: "recorded" };
    const insert = (rawId: string, sequence: number): StoreWrite => ({
      kind: "inbound-insert",
      record: { ...record, ...rest, rawId, sequence, attempt: 0, dueAtMs: 0, finished: "[]", code: undefined } as never,
    });
    const answers = await Promise.all([
      queue.commit(insert("r1", 1)),
      queue.commit(insert("r2", 2)),
      queue.commit(put("d")),
    ]);
    expect(answers.map((conflict) => conflict?.existingId)).toEqual([undefined, "r1", undefined]);
  });
});

describe("pace", () => {
  const unhurried = (id: string): void => queue.push(put(id), undefined, "unhurried");

  test("what nobody waits for leaves with the next group", async () => {
    unhurried("done");
    await turn();
    expect(store.groups).toEqual([]);
    await queue.commit(put("a"));
    expect(store.groups.map(idsOf)).toEqual([["done", "a"]]);
  });

  test("what nobody waits for leaves alone within milliseconds, after a group under way too", async () => {
    const held = gate();
    store.fate = () => (store.groups.length === 1 ? held.passed : "commit");
    const first = queue.commit(put("a"));
    await turn();
    unhurried("done");
    held.open();
    await first;
    await turn();
    expect(store.groups.map(idsOf)).toEqual([["a"]]);
    await vi.advanceTimersByTimeAsync(5);
    expect(store.groups.map(idsOf)).toEqual([["a"], ["done"]]);
  });

  test("nothing lingers when the queue is drained", async () => {
    unhurried("done");
    await queue.drain();
    expect(store.groups.map(idsOf)).toEqual([["done"]]);
  });

  test("what lingers is tried again as everything that happened is", async () => {
    store.fate = () => (store.groups.length <= 2 ? "fail" : "commit");
    unhurried("done");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.groups.map(idsOf).at(-1)).toEqual(["done"]);
    expect(queue.pending).toBe(0);
  });

  test("what comes in from several sockets at a time leaves together", async () => {
    vi.useRealTimers();
    await Promise.all(
      ["a", "b", "c"].map(
        (id) =>
          new Promise<void>((resolve) => {
            setImmediate(() => {
              const ticket = { mustKeep: false, onDurable: () => resolve(), onFailed: () => undefined };
              queue.push(put(id), ticket, "gathered");
            });
          }),
      ),
    );
    expect(store.groups.map(idsOf)).toEqual([["a", "b", "c"]]);
  });
});

describe("a failing store", () => {
  test("refuses acceptances, keeps what happened already, in order, before what came later", async () => {
    store.fate = () => (store.groups.length <= 2 ? "fail" : "commit");
    queue.push(put("receipt-1"));
    const acceptance = queue.commit(put("acceptance"));
    const kept = queue.keep(put("receipt-2"));
    await expect(acceptance).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
    queue.push(put("later"));
    await vi.advanceTimersByTimeAsync(5_000);
    await kept;
    expect(store.groups.map(idsOf)).toEqual([
      ["receipt-1", "acceptance", "receipt-2"],
      ["heartbeat"],
      ["receipt-1", "receipt-2", "later"],
    ]);
  });

  test("that failed once and takes others again has refused nobody", async () => {
    store.fate = () => (store.groups.length === 1 ? "fail" : "commit");
    const told: string[] = [];
    events.on("store-failing", ({ code }) => told.push(code));
    await expect(Promise.all([queue.commit(put("a")), queue.commit(put("b"))])).resolves.toHaveLength(2);
    expect([await store.document("t", "a"), await store.document("t", "b"), told]).toMatchObject([
      { id: "a" },
      { id: "b" },
      [],
    ]);
  });

  test("writes that are joined fail together", async () => {
    store.fate = () => "fail";
    await expect(queue.commit(put("a"), put("b"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    store.fate = () => "commit";
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await store.document("t", "a")).toBeUndefined();
    expect(await store.document("t", "b")).toBeUndefined();
  });

  test("is told once as store-failing and once as store-recovered, and healthy says so meanwhile", async () => {
    const told: string[] = [];
    events.on("store-failing", ({ code }) => told.push(code));
    events.on("store-recovered", () => told.push("recovered"));
    store.fate = () => "fail";
    queue.push(put("a"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([queue.healthy, told]).toEqual([false, ["STORE_UNAVAILABLE"]]);
    store.fate = () => "commit";
    await vi.advanceTimersByTimeAsync(5_000);
    expect([queue.healthy, told]).toEqual([true, ["STORE_UNAVAILABLE", "recovered"]]);
  });

  test("that is back is noticed within 5 s even when there is nothing to write", async () => {
    store.fate = () => "fail";
    await expect(queue.commit(put("a"))).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(queue.healthy).toBe(false);
    store.fate = () => "commit";
    await vi.advanceTimersByTimeAsync(5_000);
    expect(queue.healthy).toBe(true);
  });

  test("an error of the store that is none of ours is reported as STORE_UNAVAILABLE", async () => {
    store.fate = () => Promise.reject(new TypeError("disk"));
    await expect(queue.commit(put("a"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  test("that throws instead of rejecting has failed all the same", async () => {
    store.commit = () => {
      throw new TypeError("thrown at once");
    };
    await expect(queue.commit(put("a"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});

describe("a write that the store never takes", () => {
  const POISON = "poison";
  beforeEach(() => {
    store.fate = (group) => (idsOf(group).includes(POISON) ? Promise.reject(new TypeError("unreadable")) : "commit");
  });
  const stored = async (ids: readonly string[]): Promise<string[]> => {
    const found = await Promise.all(ids.map((id) => store.document("t", id)));
    return found.flatMap((document) => document?.id ?? []);
  };

  test.each([0, 1, 7, 63])("fails alone at place %i of 64; the others of its group are kept, in order", async (at) => {
    const ids = Array.from({ length: 64 }, (_, index) => (index === at ? POISON : `w${String(index)}`));
    const durable: string[] = [];
    const ends = ids.map((id) =>
      queue.commit(put(id)).then(
        () => durable.push(id),
        (error: unknown) => error,
      ),
    );
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await Promise.all(ends))[at]).toMatchObject({
      code: "STORE_WRITE_REFUSED",
      retryable: false,
      details: { kind: "document-put", systemCode: "TypeError" },
    });
    const others = ids.filter((id) => id !== POISON);
    expect([durable, await stored(ids), queue.healthy]).toEqual([others, others, true]);
  });

  test("and must be kept is tried three times alone, then given up and told; what came later goes on", async () => {
    const told: unknown[] = [];
    events.on("store-write-refused", (event) => told.push(event));
    const kept = queue.keep(put(POISON)).catch((error: unknown) => error);
    const beside = queue.keep(put("beside"));
    await turn();
    const later = queue.keep(put("later"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await kept).toMatchObject({ code: "STORE_WRITE_REFUSED" });
    await Promise.all([beside, later]);
    expect(told).toEqual([{ kind: "document-put", systemCode: "TypeError" }]);
    expect(store.groups.map(idsOf).filter((ids) => ids.join() === POISON)).toHaveLength(3);
    expect(await stored(["beside", "later", POISON])).toEqual(["beside", "later"]);
  });

  test("takes what is joined to it with it, and nothing else", async () => {
    const joined = queue.commit(put("first"), put(POISON), put("third")).catch((error: unknown) => error);
    const beside = Promise.all([queue.commit(put("a")), queue.commit(put("b"), put("c"))]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await joined).toMatchObject({ code: "STORE_WRITE_REFUSED" });
    await beside;
    expect(await stored(["first", "third", "a", "b", "c"])).toEqual(["a", "b", "c"]);
  });

  test("is not looked for while the store is full: what is small enough would pass, and the rest be lost", async () => {
    store.fate = (group) => (idsOf(group).includes(POISON) ? Promise.reject(new StoreError("STORE_FULL")) : "commit");
    const kept = queue.keep(put(POISON));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(queue.healthy).toBe(false);
    store.fate = () => "commit";
    await vi.advanceTimersByTimeAsync(5_000);
    await kept;
    expect(await stored([POISON])).toEqual([POISON]);
  });

  test("is given back when the host closes meanwhile, and nothing more is written", async () => {
    const kept = queue.keep(put(POISON)).catch((error: unknown) => error);
    await turn();
    queue.close();
    await vi.advanceTimersByTimeAsync(1_000);
    const tried = store.groups.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await kept).toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(store.groups).toHaveLength(tried);
  });
});

test("a callback that throws keeps no other caller from its answer", async () => {
  queue.push(put("a"), {
    mustKeep: false,
    onFailed: () => undefined,
    onDurable: () => {
      throw new Error("callback");
    },
  });
  await expect(queue.commit(put("b"))).resolves.toBeUndefined();
  await expect(queue.commit(put("c"))).resolves.toBeUndefined();
});

describe("draining and closing", () => {
  test("drain resolves when nothing is left to write", async () => {
    const held = gate();
    store.fate = () => held.passed;
    queue.push(put("a"));
    await turn();
    queue.push(put("b"));
    let drained = false;
    const draining = queue.drain().then(() => (drained = true));
    await turn();
    expect(drained).toBe(false);
    held.open();
    await draining;
    expect([queue.pending, store.groups.length]).toEqual([0, 2]);
  });

  test("drain does not wait for a store that takes nothing", async () => {
    store.fate = () => "fail";
    queue.push(put("a"));
    await queue.drain();
    expect(queue.pending).toBe(1);
  });

  test("the barrier resolves after everything pushed before it", async () => {
    const order: string[] = [];
    const note = (name: string) => ({
      mustKeep: true,
      onFailed: () => undefined,
      onDurable: () => void order.push(name),
    });
    queue.push(put("a"), note("a"));
    const barrier = queue.barrier().then(() => order.push("barrier"));
    queue.push(put("b"), note("b"));
    await barrier;
    expect(order.slice(0, 1)).toEqual(["a"]);
    expect(order).toContain("barrier");
  });

  test("after close nothing is written or tried again, and callers are told", async () => {
    store.fate = () => "fail";
    const kept = queue.keep(put("a"));
    await vi.advanceTimersByTimeAsync(100);
    const tried = store.groups.length;
    queue.close();
    await expect(kept).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(queue.commit(put("b"))).rejects.toMatchObject({ code: "HOST_CLOSED" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([store.groups.length, vi.getTimerCount()]).toEqual([tried, 0]);
  });
});
