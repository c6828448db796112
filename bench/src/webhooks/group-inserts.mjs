import { join } from "node:path";
import { sqliteStore } from "@plugboard/store-sqlite";

/**
 * Keeps bodies with the same store and the same group commit, and does nothing else: the floor of whatever is durable before it answers.
 * @param {string} directory
 * @returns {Promise<(body: Uint8Array, key?: string) => Promise<void>>} resolves when the body is synced; without a key no two are one
 */
export async function openGroupInserts(directory) {
  const store = sqliteStore(join(directory, "floor.db"));
  await store.open();
  let sequence = 0;
  /** @type {{ write: object, done: () => void }[]} */
  let gathering = [];
  let inFlight = false;
  const flush = () => {
    if (inFlight || gathering.length === 0) return;
    const group = gathering;
    gathering = [];
    inFlight = true;
    store.commit(group.map(({ write }) => write)).then(() => {
      inFlight = false;
      flush();
      for (const { done } of group) done();
    });
  };
  return (body, key) =>
    new Promise((resolve) => {
      sequence += 1;
      // One literal: copies of objects would count as the store's cost.
      const record = {
        sequence,
        rawId: `raw-${sequence}`,
        accountId: "bench",
        channelId: "floor",
        source: "sync",
        deduplicationKey: key ?? `key:${sequence}`,
        contentType: "text/plain",
        body,
        attributes: "{}",
        recordedAtMs: Date.now(),
        state: "recorded",
        attempt: 0,
        dueAtMs: 0,
        finished: "[]",
        code: undefined,
      };
      gathering.push({ write: { kind: "inbound-insert", record }, done: () => resolve(undefined) });
      // What came in together leaves together.
      setImmediate(flush);
    });
}
