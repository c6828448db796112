import type { FaultRow } from "../../fault-row.js";
import type { Protocol } from "./case-run.js";
import { inParallel } from "./in-parallel.js";
import { openHost } from "./open-host.js";
import { runCase } from "./run-case.js";
import { OutcomeWatch } from "./watch-outcomes.js";
import { withSend } from "./with-send.js";

/** Few, so that the measurement does not measure itself. */
const AT_ONCE = 4;
const TOLERANCE = 0.1;
const NEVER_SETTLES = "plugin-never-settles";

/**
 * Faults that only time ends. Let in: attempts that lasted more than 10 % longer or shorter than the operation's declared time, by the
 * ledger. Among them a plugin whose promise never settles.
 */
export function deadlineRow(protocol: Protocol): FaultRow {
  return {
    row: "B5",
    provider: protocol.name,
    title: "an attempt that is never answered ends at its deadline, within 10 %",
    run: async ({ sample, mutant, report }) => {
      const cases = protocol.cases
        .filter(({ untilDeadline, isHeavy }) => untilDeadline && !isHeavy)
        .slice(0, sample ? 3 : undefined);
      const healthy = protocol.cases.find(({ expected, hasWarmUp }) => expected.outcome === "received" && !hasWarmUp);
      if (!healthy) throw new Error("no case in which the provider works");
      const { timeoutMs } = protocol;
      const watch = new OutcomeWatch();
      // The mutant waits three times as long as was declared.
      const limits = { maxAttempts: 1, timeoutMs: mutant ? 3 * timeoutMs : timeoutMs };
      const provider = watch.over(protocol.provider(limits));
      const hanging = withSend(
        protocol.provider({ ...limits, id: NEVER_SETTLES }),
        () => () => new Promise(() => undefined),
      );
      const center = await openHost([provider, hanging]);
      const order = { center, protocol, watch, times: 1 };
      let letIn = 0;
      await inParallel([...cases, { ...healthy, name: NEVER_SETTLES }], AT_ONCE, async (one) => {
        const providerId = one.name === NEVER_SETTLES ? NEVER_SETTLES : provider.manifest.id;
        const { run, transfers } = await runCase(one, { ...order, providerId });
        const [first] = transfers;
        const tookMs = first ? first.closedAtMs - first.openedAtMs : 0;
        if (Math.abs(tookMs - timeoutMs) > TOLERANCE * timeoutMs) {
          letIn += 1;
          report(`${one.name}: ended after ${tookMs} ms, declared are ${timeoutMs}`);
        }
        await run.close();
      });
      await center.close({ graceMs: 100 });
      return { tried: cases.length + 1, lost: 0, duplicated: 0, letIn };
    },
  };
}
