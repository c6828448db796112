import type { FaultRow } from "../../fault-row.js";
import type { Protocol, RunnableCase } from "./case-run.js";
import { inParallel } from "./in-parallel.js";
import { blindlyResending } from "./mutants.js";
import { openHost } from "./open-host.js";
import { misclassified, runCase } from "./run-case.js";
import { OutcomeWatch } from "./watch-outcomes.js";

/** Cases of a sample: every n-th, so that all kinds come up. */
export const SAMPLE_STEP = 6;
const AT_ONCE = 5;
const MAX_ATTEMPTS = 3;

/**
 * Every case once, then the provider works again. Let in: outcomes that differ from the table, and breaches. Lost: messages that
 * should have arrived when it worked again and did not. Duplicated: messages that the provider took twice.
 */
export function classificationRow(protocol: Protocol): FaultRow {
  return {
    row: "B1",
    provider: protocol.name,
    title: "every fault is classified as the table says, and costs no message and no duplicate",
    run: async ({ sample, mutant, report }) => {
      const quick = protocol.cases.filter(({ untilDeadline, isHeavy }) => !untilDeadline && !isHeavy);
      const cases = sample ? quick.filter((_one, index) => index % SAMPLE_STEP === 0) : protocol.cases;
      const watch = new OutcomeWatch();
      const provider = protocol.provider({ maxAttempts: MAX_ATTEMPTS, backoffBaseMs: 20, backoffMaxMs: 200 });
      const center = await openHost([watch.over(mutant ? blindlyResending(provider) : provider)]);
      const resendsUnknown = provider.manifest.idempotency.mode === "key";
      const order = {
        center,
        protocol,
        providerId: provider.manifest.id,
        watch,
        times: 1,
      };
      let [lost, duplicated, letIn] = [0, 0, 0];
      const play = async (one: RunnableCase): Promise<void> => {
        const result = await runCase(one, order);
        const { run, status } = result;
        const wrong = misclassified(one.expected, result);
        if (wrong !== undefined) {
          letIn += 1;
          report(`${one.name}: ${wrong}`);
        }
        if (run.breaches() > 0) {
          letIn += 1;
          report(`${one.name}: breached`);
        }
        const mayEndUnknown = one.expected.outcome === "unknown" && !resendsUnknown;
        if (one.recovers && one.expected.outcome !== "refused" && !mayEndUnknown && status.state !== "received") {
          lost += 1;
          report(`${one.name}: ended as ${status.state}, ${String(status.code)}`);
        }
        duplicated += run.log.duplicates;
        await run.close();
      };
      await inParallel(
        cases.filter(({ isHeavy }) => isHeavy),
        1,
        play,
      );
      await inParallel(
        cases.filter(({ isHeavy }) => !isHeavy),
        AT_ONCE,
        play,
      );
      await center.close({ graceMs: 2_000 });
      return { tried: cases.length, lost, duplicated, letIn };
    },
  };
}
