import type { FaultRow } from "../../fault-row.js";
import { type CallSide, openCalls, until } from "./call-side.js";
import { mislabelling } from "./mislabelling.js";

const MOST_GROWTH = 50 * 1_048_576;

/** A caller floods keys, and hang-ups come again and again: each key is one question, another call is answered meanwhile, and the end is one. */
export const floodRow = (side: CallSide): FaultRow => ({
  row: "C12",
  provider: side.fixtures.provider.manifest.id,
  title:
    "a flood of keys on one call, another call answered meanwhile, and five hang-ups: each once, memory within 50 MB",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const simulator = await side.fixtures.startSimulator({ credentials: side.fixtures.credentials });
    const provider = mutant ? mislabelling(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, simulator.origin, { provider });
    center.receive(() => undefined);
    let asked = 0;
    center.calls.answerWith(({ event }) => {
      if (event.event === "digits") asked += 1;
      return [{ verb: "gather", input: ["digits"], maxDigits: 1 }];
    });
    const [flooded, other] = [side.callIdOf(1), side.callIdOf(2)];
    const post = (callId: string, event: "offered" | "digits" | "ended", sequence: number) =>
      center.fetch(side.request(callId, { event, sequence, digits: "5".repeat(64) }, undefined));
    await post(flooded, "offered", 1);
    const before = process.memoryUsage().rss;
    const keys = sample ? 200 : 10_000;
    for (let key = 0; key < keys; key += 50) {
      total.tried += 50;
      await Promise.all(Array.from({ length: 50 }, (_, index) => post(flooded, "digits", 10 + key + index)));
      if (key === 0 && !(await (await post(other, "offered", 1)).text()).includes("ather")) total.lost += 1;
    }
    if (asked !== keys) total.lost += 1;
    let ends = 0;
    center.on("call-state-changed", ({ state }) => void (ends += state === "ended" ? 1 : 0));
    for (let time = 0; time < 5; time += 1) await post(flooded, "ended", 100_000 + time);
    if (!(await until(() => ends > 0))) total.lost += 1;
    if (ends > 1) total.duplicated += 1;
    if (process.memoryUsage().rss - before > MOST_GROWTH) total.letIn += 1;
    await center.close({ graceMs: 0 });
    await simulator.close();
    return total;
  },
});
