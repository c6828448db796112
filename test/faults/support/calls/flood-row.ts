import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FaultRow } from "../../fault-row.js";
import { allTold } from "./all-told.js";
import type { CallSide } from "./call-side.js";
import { countEnds } from "./count-ends.js";
import { mislabelling } from "./mislabelling.js";
import { openCalls, until } from "./open-calls.js";

const MOST_GROWTH = 50 * 1_048_576;

/** What is held, garbage left out: how much of it lies about is the collector's business. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * A caller floods keys, and hang-ups come again and again. Where keys are events each is one question, and another call is answered meanwhile; where the
 * exchange tells single keys, none of them is an event. The end is one.
 */
export const floodRow = (side: CallSide): FaultRow => ({
  row: "C12",
  provider: side.fixtures.provider.manifest.id,
  title: "a flood of keys on one call, another call taken meanwhile, and five hang-ups: each once, memory within 50 MB",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const provider = mutant ? mislabelling(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, started, { provider });
    const digits = new Set<string>();
    let asked = 0;
    center.receive(({ event, eventId }) => {
      if (event.type === "call" && event.event === "digits") digits.add(eventId);
    });
    center.calls.answerWith(({ event }) => {
      if (event.event === "digits") asked += 1;
      return [{ verb: "gather", input: ["digits"], maxDigits: 1 }];
    });
    const [flooded, other] = [side.callIdOf(1), side.callIdOf(2)];
    const tell = (callId: string, event: "offered" | "digits" | "ended", sequence: number) =>
      started.tell(center, callId, { event, sequence, digits: side.keys }, undefined);
    await tell(flooded, "offered", 1);
    const before = heldBytes();
    const keys = sample ? 200 : 10_000;
    for (let key = 0; key < keys; key += 50) {
      total.tried += 50;
      await Promise.all(Array.from({ length: 50 }, (_, index) => tell(flooded, "digits", 10 + key + index)));
      if (key !== 0) continue;
      const answer = await tell(other, "offered", 1);
      if (side.asks && !answer.includes("ather")) total.lost += 1;
      if (!(await until(() => center.calls.live("acme").some(({ callId }) => callId === other)))) total.lost += 1;
    }
    const wanted = side.keys.length > 1 ? keys : 0;
    if (wanted > 0 && !(await until(() => digits.size === wanted))) total.lost += 1;
    if (side.asks && asked !== keys) total.lost += 1;
    const ends = countEnds(center);
    for (let time = 0; time < 5; time += 1) await tell(flooded, "ended", 100_000 + time);
    await tell(other, "ended", 100_000);
    const isOver = await until(() => center.calls.live("acme").length === 0, mutant ? 200 : 2_000);
    if (!isOver || !(await allTold(side, started, center))) total.lost += 1;
    total.duplicated += ends.again();
    if (wanted === 0 && digits.size > side.life.length) total.letIn += digits.size;
    const grown = heldBytes() - before;
    report(`${keys} keys: ${digits.size} events, ${asked} questions, ${Math.round(grown / 1_048_576)} MB more`);
    if (grown > MOST_GROWTH) total.letIn += 1;
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
});
