import type { Store } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import type { FaultRow } from "../../fault-row.js";
import { allTold } from "./all-told.js";
import { type CallSide, TALKED_MS } from "./call-side.js";
import { countEnds } from "./count-ends.js";
import { mislabelling } from "./mislabelling.js";
import { openCalls, until } from "./open-calls.js";

/** Every order of a call's events, each event twice: the call ends, once, with its recording and its time. */
export const ordersRow = (side: CallSide, store: () => Store = memoryStore): FaultRow => ({
  row: "C9",
  provider: side.fixtures.provider.manifest.id,
  title: "all orders of a call's events, each told twice, end in the same state",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const provider = mutant ? mislabelling(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, started, { provider, store: store() });
    const ends = countEnds(center);
    center.receive(() => undefined);
    const recordings = side.life.includes("recording-ready") ? 1 : 0;
    const orders = permutations(side.life);
    for (const order of sample ? orders.filter((_one, index) => index % 17 === 0) : orders) {
      total.tried += 1;
      const result = await center.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
      if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
      const { sessionId, callId } = result.call;
      for (const event of [...order, ...order])
        await started.tell(center, callId, { event, sequence: side.life.indexOf(event) + 1 }, sessionId);
      const isRight = await until(
        async () => {
          const { state, durationMs, ...status } = await center.calls.get("acme", sessionId);
          const isWhole = status.answeredAtMs !== undefined && status.recordings.length === recordings;
          return state === "ended" && durationMs === TALKED_MS && isWhole;
        },
        mutant ? 20 : 2_000,
      );
      if (!isRight) {
        total.lost += 1;
        const { state, durationMs, answeredAtMs } = await center.calls.get("acme", sessionId);
        report(`${order.join()}: ${state}, ${String(durationMs)} ms, answered at ${String(answeredAtMs)}`);
      }
    }
    if (!(await allTold(side, started, center))) total.lost += 1;
    total.duplicated += ends.again();
    total.letIn += started.complaints.length;
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
