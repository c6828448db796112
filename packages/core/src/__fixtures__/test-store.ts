import type { Store, StoreConflict, StoreWrite } from "../ports/store.js";
import { memoryStore } from "../ports/memory/index.js";
import { StoreError } from "../spec/errors/store-error.js";

/** What a commit meets. */
export type CommitFate = "commit" | "fail" | Promise<unknown>;

/**
 * A store over {@link memoryStore} whose commits can be held, delayed and failed, and which survives the host: `next()` is the same data for
 * the next process, from which the one before is cut off as by a power loss.
 */
export interface TestStore extends Store {
  /** Groups whose commit began. */
  readonly groups: (readonly StoreWrite[])[];
  /** Groups under way now, and the most there were at once. */
  readonly underWay: number;
  readonly mostUnderWay: number;
  /** Asked at each commit, with the group. */
  fate: (group: readonly StoreWrite[]) => CommitFate;
  /** Asked at each read of a queue. */
  reading: () => Promise<unknown> | undefined;
  next(): TestStore;
  /** Whether another process took over: whatever this one asks is never answered. */
  readonly isCut: boolean;
}

const never = new Promise<never>(() => undefined);

export function testStore(inner: Store = memoryStore()): TestStore {
  let cut = false;
  let underWay = 0;
  let mostUnderWay = 0;
  const read = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (cut) return never;
    const answer = await ask();
    // The delay comes after the read, so that what it says may be out of date.
    await store.reading();
    return cut ? never : answer;
  };
  const store: TestStore = {
    ...inner,
    groups: [],
    get underWay() {
      return underWay;
    },
    get mostUnderWay() {
      return mostUnderWay;
    },
    fate: () => "commit",
    reading: () => undefined,
    get isCut() {
      return cut;
    },
    next: () => {
      cut = true;
      return testStore(inner);
    },
    commit: async (group): Promise<readonly StoreConflict[]> => {
      if (cut) return never;
      store.groups.push(group);
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      try {
        const fate = store.fate(group);
        if (fate === "fail") throw new StoreError("STORE_UNAVAILABLE");
        if (fate !== "commit") await fate;
        if (cut) return await never;
        return await inner.commit(group);
      } finally {
        underWay -= 1;
      }
    },
    queuedMessages: (query) => read(() => inner.queuedMessages(query)),
    deferredMessages: (query) => read(() => inner.deferredMessages(query)),
    inbound: (query) => read(() => inner.inbound(query)),
    inboundChannels: () => read(() => inner.inboundChannels()),
    close: () => Promise.resolve(),
  };
  return store;
}

/** A promise and its ends. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
  fail(error: Error): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  passed.catch(() => undefined);
  return { passed, open: () => open(), fail: (error) => fail(error) };
}
