import type { FaultRow } from "../../fault-row.js";
import { forgetfulStore } from "../c/forgetful-store.js";
import { memoryStore } from "@plugboard/core/memory";
import { type CallSide, openCalls, until } from "./call-side.js";

const COPIES = 46;
const AT_ONCE = 25;

/** A webhook that asks for verbs, delivered again and again: the host is asked once, and every copy gets the same answer. */
export const stormRow = (side: CallSide): FaultRow => ({
  row: "C10",
  provider: side.fixtures.provider.manifest.id,
  title: "46 copies of a call's question, 25 at once: asked once, answered alike, shown once",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const simulator = await side.fixtures.startSimulator({ credentials: side.fixtures.credentials });
    const center = await openCalls(side, simulator.origin, mutant ? { store: forgetfulStore(memoryStore()) } : {});
    let asked = 0;
    const shown = new Map<string, number>();
    center.calls.answerWith(() => {
      asked += 1;
      return [{ verb: "say", text: `answer ${String(asked)}` }];
    });
    center.receive(({ event }) => {
      if (event.type === "call") shown.set(event.callId, (shown.get(event.callId) ?? 0) + 1);
    });
    for (let number = 1; number <= (sample ? 3 : 50); number += 1) {
      total.tried += 1;
      asked = 0;
      const callId = side.callIdOf(number);
      const post = async (): Promise<string> =>
        (await center.fetch(side.request(callId, { event: "offered", sequence: 1 }, undefined))).text();
      const first = await Promise.all(Array.from({ length: AT_ONCE }, post));
      const answers = new Set(first);
      for (let copy = AT_ONCE; copy < COPIES; copy += 1) answers.add(await post());
      if (!(await until(() => shown.has(callId)))) total.lost += 1;
      // What else would be shown has been handed over by now: deliveries of a channel keep their order.
      await center.fetch(side.request(side.callIdOf(100_000 + number), { event: "offered", sequence: 1 }, undefined));
      await until(() => shown.has(side.callIdOf(100_000 + number)));
      if (answers.size !== 1 || [...answers].some((answer) => !answer.includes("answer 1"))) total.lost += 1;
      if (asked !== 2 || shown.get(callId) !== 1) total.duplicated += 1;
    }
    await center.close({ graceMs: 0 });
    await simulator.close();
    return total;
  },
});
