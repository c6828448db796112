import { setTimeout as pause } from "node:timers/promises";
import { PluginStoppedError } from "@plugboard/isolation";
import type { FaultRow } from "../../fault-row.js";
import { HARMS } from "./harms.js";
import { buildHostile, type Hostile } from "./hostile.js";
import { askFor, openHostile } from "./open-and-ask.js";

/** Two seconds, as turns of a timer: on a machine that is busy with others they take longer, and so does whatever they measure. */
const TURNS_AT_MOST = 200;
const TURN_MS = 10;
const START = { startTimeoutMs: 60_000, memoryMb: 64 };
/** The mutant: busy and big for as long as it likes. */
const PATIENT = { ...START, busyTimeoutMs: 8_000, memoryMb: 2_048 };

/**
 * How long a connector in its own process goes on doing harm. Let in: harms that were not ended within two seconds, or whose error did not say which
 * connector it was and why.
 */
export const stoppedRow: FaultRow = {
  row: "D2",
  provider: "isolated",
  title: "a connector that does harm is stopped within 2 s, and the error says which and why",
  async run({ sample, mutant, report }) {
    const hostile = await buildHostile();
    const harms = Object.keys(HARMS).filter((harm) => (sample || mutant ? harm === "loop without end" : true));
    let tried = 0;
    let letIn = 0;
    for (let round = 0; round < (sample || mutant ? 1 : 3); round += 1)
      for (const harm of harms) {
        tried += 1;
        const { turns, tookMs, failure } = await tryHarm(hostile, harm, mutant);
        const isNamed = PluginStoppedError.isInstance(failure) && failure.details["providerId"] === "hostile";
        const reason = isNamed ? String(failure.details["reason"]) : "unnamed";
        const isReason = HARMS[harm]?.some((one) => one === reason) === true;
        if (turns <= TURNS_AT_MOST && isReason) continue;
        letIn += 1;
        report(`${harm}: ${reason} after ${turns} turns of ${TURN_MS} ms, ${Math.round(tookMs)} ms of the clock`);
      }
    return { tried, lost: 0, duplicated: 0, letIn };
  },
};

async function tryHarm(hostile: Hostile, harm: string, mutant: boolean) {
  const isolated = await hostile.isolate({ limits: mutant ? PATIENT : START });
  try {
    const instance = await openHostile(isolated.provider);
    await askFor(instance, "greet");
    const startedAtMs = performance.now();
    let failure: unknown;
    const ended = askFor(instance, harm).then(
      () => undefined,
      (error: unknown) => (failure = error),
    );
    const turns = await turnsUntil(ended);
    return { turns, tookMs: performance.now() - startedAtMs, failure };
  } finally {
    isolated.close();
  }
}

async function turnsUntil(ended: Promise<unknown>): Promise<number> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  let turns = 0;
  // Well beyond what counts, so that one that never ends is no endless row.
  for (; !hasEnded && turns <= 2 * TURNS_AT_MOST; turns += 1) await pause(TURN_MS);
  return turns;
}
