import type { Store } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { expect, test } from "vitest";
import { asteriskSide } from "./asterisk-side.js";
import { countEnds } from "./count-ends.js";
import { ordersRow } from "./orders-row.js";

/** Says late that a group is durable, as a disk does that others use. */
function slowStore(): Store {
  const store = memoryStore();
  const commit = store.commit.bind(store);
  return {
    ...store,
    commit: async (group) => {
      const result = await commit(group);
      await new Promise((resolve) => setTimeout(resolve, 15));
      return result;
    },
  };
}

test("an end that is told while the next call is under way is counted for its own call", async () => {
  const order = { sample: true, mutant: false, report: () => undefined };
  expect(await ordersRow(asteriskSide, slowStore).run(order)).toMatchObject({ lost: 0, duplicated: 0 });
}, 60_000);

test("an end that is told again is counted, however late it comes", () => {
  const listeners: ((event: { sessionId: string; state: "ended" }) => void)[] = [];
  const ends = countEnds({
    on: (_name, listener) => {
      listeners.push(listener as never);
      return () => undefined;
    },
  });
  for (const sessionId of ["call-1", "call-2", "call-1"])
    for (const listener of listeners) listener({ sessionId, state: "ended" });
  expect(ends.again()).toBe(1);
});
