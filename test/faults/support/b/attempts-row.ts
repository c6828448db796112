import type { FaultRow } from "../../fault-row.js";
import type { Protocol, RunnableCase } from "./case-run.js";
import { SAMPLE_STEP } from "./classification-row.js";
import { inParallel } from "./in-parallel.js";
import { resendingWithinAttempt } from "./mutants.js";
import { openHost } from "./open-host.js";
import { runCase } from "./run-case.js";
import { OutcomeWatch } from "./watch-outcomes.js";

const MAX_ATTEMPTS = 4;
const AT_ONCE = 5;

/** Faults that a second attempt can meet again; the slow ones are B5's, the large ones would slow the others down. */
function isRepeatable({ expected, hasWarmUp, untilDeadline, isHeavy }: RunnableCase): boolean {
  const isPassing = expected.outcome === "try-again" || expected.outcome === "unknown";
  return isPassing && !hasWarmUp && !untilDeadline && !isHeavy;
}

/**
 * Providers that never recover. Let in: attempts beyond the declared maximum, as the ledger counts them or as the server saw them. Lost: messages
 * that were given up before it.
 */
export function attemptsRow(protocol: Protocol): FaultRow {
  return {
    row: "B2",
    provider: protocol.name,
    title: `no more than the declared ${MAX_ATTEMPTS} attempts at a provider that never recovers, and no fewer`,
    run: async ({ sample, mutant, report }) => {
      const cases = protocol.cases.filter(isRepeatable).filter((_one, index) => !sample || index % SAMPLE_STEP === 0);
      const watch = new OutcomeWatch();
      const provider = protocol.provider({ maxAttempts: MAX_ATTEMPTS, backoffBaseMs: 5, backoffMaxMs: 20 });
      const resendsUnknown = provider.manifest.idempotency.mode === "key";
      const center = await openHost([watch.over(mutant ? resendingWithinAttempt(provider, 2) : provider)]);
      const order = { center, protocol, providerId: provider.manifest.id, watch, times: Number.POSITIVE_INFINITY };
      let [lost, duplicated, letIn] = [0, 0, 0];
      await inParallel(cases, AT_ONCE, async (one) => {
        const right = one.expected.outcome === "unknown" && !resendsUnknown ? 1 : MAX_ATTEMPTS;
        const { run, status, transfers } = await runCase(one, order);
        const made = Math.max(transfers.length, status.attempt, run.reached());
        if (made !== right)
          report(`${one.name}: ${made} attempts, not ${right} (${status.state}, ${String(status.code)})`);
        if (made > right) letIn += made - right;
        if (Math.max(transfers.length, status.attempt) < right) lost += 1;
        duplicated += run.log.duplicates;
        await run.close();
      });
      await center.close({ graceMs: 2_000 });
      return { tried: cases.length, lost, duplicated, letIn };
    },
  };
}
