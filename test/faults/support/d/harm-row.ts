import { startHttpProviderServer } from "@plugboard/provider-testkit/http-provider";
import type { FaultRow } from "../../fault-row.js";
import { HARMS, LET_LIVE } from "./harms.js";
import { buildHostile, type Hostile } from "./hostile.js";
import { API_KEY, openPair } from "./open-pair.js";

/** Time for the bad one to be stopped, started again and behave. Milliseconds. */
const MENDED_WITHIN_MS = 120_000;
const LIMITS = { memoryMb: 64, busyTimeoutMs: 1_000, restartBaseMs: 50, restartMaxMs: 50, maxFailures: 100 };
/** The mutant: whatever failed once is never started again. */
const NEVER_AGAIN = { ...LIMITS, maxFailures: 1, holdOffMs: 86_400_000 };

/**
 * A connector that does harm, in a process of its own, beside one that does not: the host lives, all messages of the other arrive, and so does
 * what the bad one was given, once it behaves.
 */
export const harmRow: FaultRow = {
  row: "D2",
  provider: "isolated",
  title: "connectors that loop, leak, flood, crash and end: nothing that was accepted is lost, theirs or others'",
  async run({ sample, mutant, report }) {
    const hostile = await buildHostile();
    const server = await startHttpProviderServer({ apiKey: API_KEY });
    let tried = 0;
    let lost = 0;
    let slowestMs = 0;
    try {
      for (let round = 0; round < (sample || mutant ? 1 : 3); round += 1)
        for (const harm of [...Object.keys(HARMS), ...LET_LIVE]) {
          tried += 1;
          const { missing, mendedMs } = await tryHarm(hostile, server.baseUrl, harm, mutant);
          lost += missing;
          if (missing > 0) report(`${harm}: ${missing} missing`);
          slowestMs = Math.max(slowestMs, mendedMs);
        }
    } finally {
      await server.close();
    }
    report(`mended after ${Math.round(slowestMs)} ms at most`);
    return { tried, lost, duplicated: 0, letIn: 0 };
  },
};

async function tryHarm(hostile: Hostile, baseUrl: string, harm: string, mutant: boolean) {
  const isolated = await hostile.isolate({ limits: mutant ? NEVER_AGAIN : LIMITS });
  const { center, send } = await openPair(isolated.provider, baseUrl);
  try {
    const beganAt = performance.now();
    const mending = Promise.race([
      send("bad", `${harm} once`).then((status) => status?.state),
      new Promise<string>((resolve) => setTimeout(() => resolve("late"), mutant ? 3_000 : MENDED_WITHIN_MS).unref()),
    ]);
    const others = await Promise.all(Array.from({ length: 20 }, () => send("good", "hello")));
    const isMended = (await mending) === "received";
    const missing = others.filter((status) => status?.state !== "received").length + (isMended ? 0 : 1);
    return { missing, mendedMs: performance.now() - beganAt };
  } finally {
    await center.close({ graceMs: 0 });
    isolated.close();
  }
}
