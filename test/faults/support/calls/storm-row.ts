import { memoryStore } from "@plugboard/core/memory";
import type { FaultRow } from "../../fault-row.js";
import { forgetfulStore } from "../c/forgetful-store.js";
import type { CallSide } from "./call-side.js";
import { openCalls, until } from "./open-calls.js";

const COPIES = 46;
const AT_ONCE = 25;

/** An event that is delivered again and again: shown once; and where it asks for verbs, the host is asked once, and every copy gets the same answer. */
export const stormRow = (side: CallSide): FaultRow => ({
  row: "C10",
  provider: side.fixtures.provider.manifest.id,
  title: "46 copies of a call's first word, 25 at once: asked once, answered alike, shown once",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const center = await openCalls(side, started, mutant ? { store: forgetfulStore(memoryStore()) } : {});
    const asked = new Map<string, number>();
    const shown = new Map<string, number>();
    const count = (map: Map<string, number>, name: string): number => {
      map.set(name, (map.get(name) ?? 0) + 1);
      return map.get(name) ?? 0;
    };
    center.calls.answerWith(({ event }) => [{ verb: "say", text: `answer ${count(asked, event.callId)}` }]);
    center.receive(({ event }) => {
      if (event.type === "call") count(shown, event.callId);
    });
    for (let number = 1; number <= (sample ? 3 : 50); number += 1) {
      total.tried += 1;
      const [callId, next] = [side.callIdOf(number), side.callIdOf(100_000 + number)];
      const tell = (of: string) => started.tell(center, of, { event: "offered", sequence: 1 }, undefined);
      const answers = new Set(await Promise.all(Array.from({ length: AT_ONCE }, () => tell(callId))));
      for (let copy = AT_ONCE; copy < COPIES; copy += 1) answers.add(await tell(callId));
      if (!(await until(() => shown.has(callId)))) total.lost += 1;
      // What else would be shown has been handed over by then: deliveries of a channel keep their order.
      await tell(next);
      await until(() => shown.has(next));
      if (side.asks && (answers.size !== 1 || ![...answers].every((answer) => answer.includes("answer 1"))))
        total.lost += 1;
      const isAsked = side.asks || asked.size > 0;
      if ((isAsked && asked.get(callId) !== 1) || shown.get(callId) !== 1) total.duplicated += 1;
    }
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
});
