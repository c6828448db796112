import type { FaultRow } from "../../fault-row.js";
import { type CallSide, type Happening, openCalls, until } from "./call-side.js";
import { mislabelling } from "./mislabelling.js";

const LIFE: readonly Happening["event"][] = ["ringing", "answered", "recording-ready", "ended"];

/** Every order of a call's events, each event twice: the call ends, once, with its recording and its time. */
export const ordersRow = (side: CallSide): FaultRow => ({
  row: "C9",
  provider: side.fixtures.provider.manifest.id,
  title: "all orders of a call's events, each told twice, end in the same state",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const simulator = await side.fixtures.startSimulator({ credentials: side.fixtures.credentials });
    const provider = mutant ? mislabelling(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, simulator.origin, { provider });
    let ends = 0;
    center.on("call-state-changed", ({ state }) => void (ends += state === "ended" ? 1 : 0));
    center.receive(() => undefined);
    const orders = permutations(LIFE);
    for (const order of sample ? orders.slice(0, 8) : orders) {
      total.tried += 1;
      ends = 0;
      const result = await center.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
      if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
      const { sessionId, callId } = result.call;
      for (const event of [...order, ...order])
        await center.fetch(side.request(callId, { event, sequence: LIFE.indexOf(event) + 1 }, sessionId));
      const isRight = await until(async () => {
        const status = await center.calls.get("acme", sessionId);
        const { state, durationMs, recordings, answeredAtMs } = status;
        return state === "ended" && durationMs === 7_000 && recordings.length === 1 && answeredAtMs !== undefined;
      });
      if (!isRight) total.lost += 1;
      if (ends > 1) total.duplicated += 1;
    }
    await center.close({ graceMs: 0 });
    await simulator.close();
    return total;
  },
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
