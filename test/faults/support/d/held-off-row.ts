import { setTimeout as pause } from "node:timers/promises";
import type { FaultRow } from "../../fault-row.js";
import { buildHostile, type Hostile } from "./hostile.js";
import { askFor, openHostile } from "./open-and-ask.js";

const LIMITS = {
  ...{ startTimeoutMs: 60_000, restartBaseMs: 200, restartMaxMs: 10_000 },
  ...{ maxFailures: 4, holdOffMs: 2_000, steadyAfterMs: 3_600_000 },
};
/** The mutant: started again as soon as anybody asks, for ever. */
const AT_ONCE = { ...LIMITS, restartBaseMs: 1, restartMaxMs: 1, maxFailures: 100 };
const WAITS_MS = [200, 400, 800, 2_000];
/** Between the decision and the telling of it. */
const TOLERANCE_MS = 10;
const ASK_EVERY_MS = 5;

/**
 * A connector that ends its process whenever it is asked, and is asked without pause. Let in: starts before the wait was over, and waits that were not
 * twice the one before, with a hold-off at the end. Lost: a wait after which it was not started again.
 */
export const heldOffRow: FaultRow = {
  row: "D2",
  provider: "isolated",
  title: "a connector that ends again and again is started after waits that double, then held off",
  async run({ sample, mutant, report }) {
    const hostile = await buildHostile();
    let [tried, lost, letIn] = [0, 0, 0];
    for (let round = 0; round < (sample || mutant ? 1 : 5); round += 1) {
      const { waits, early, starts } = await askWithoutPause(hostile, mutant ? AT_ONCE : LIMITS);
      tried += waits.length;
      letIn += early + waits.filter((waitMs, place) => !isNear(waitMs, WAITS_MS[place])).length;
      // The first, one after each wait but the last, and one after the hold-off.
      lost += Math.max(0, WAITS_MS.length + 1 - starts);
      if (round === 0) report(`waits of ${waits.join(", ")} ms, ${starts} starts, ${early} of them early`);
    }
    return { tried, lost, duplicated: 0, letIn };
  },
};

function isNear(waitMs: number, expectedMs = 0): boolean {
  return Math.abs(waitMs - expectedMs) <= TOLERANCE_MS;
}

async function askWithoutPause(hostile: Hostile, limits: typeof LIMITS) {
  const waits: number[] = [];
  let [early, starts, startsAtMs] = [0, 0, 0];
  const isolated = await hostile.isolate({
    limits,
    onStarted: () => {
      starts += 1;
      if (Date.now() < startsAtMs) early += 1;
    },
    onStopped: (fact) => {
      startsAtMs = fact.startsAtMs;
      waits.push(Math.round(fact.startsAtMs - Date.now()));
    },
  });
  try {
    const instance = await openHostile(isolated.provider);
    while (starts <= WAITS_MS.length) {
      await askFor(instance, "exit").catch(() => undefined);
      await pause(ASK_EVERY_MS);
    }
    return { waits: waits.slice(0, WAITS_MS.length), early, starts };
  } finally {
    isolated.close();
  }
}
