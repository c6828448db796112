import type { FaultRow } from "../../fault-row.js";
import { Tally } from "./tally.js";
import { type Counter, DECLARED_ADDRESS, hasDeclaredAddress, startDeclared, startVictim } from "./victim.js";
import type { Answer } from "./victim.js";

/** What an egress row is given: the declared host, and the victim which counts who reaches it. */
export interface EgressTrial {
  readonly tally: Tally;
  readonly declared: Counter;
  readonly victim: Counter;
  readonly sample: boolean;
  readonly mutant: boolean;
  report(text: string): void;
}

/** A row about the way out: runs it between a declared host and a victim, and adds the victim's visitors to what was let in. */
export function egressRow(
  row: string,
  title: string,
  run: (trial: EgressTrial) => Promise<void>,
  answer?: (victim: Counter) => Answer,
): FaultRow {
  return {
    row,
    provider: "core",
    title,
    run: async ({ sample, mutant, report }) => {
      if (!(await hasDeclaredAddress())) {
        const skipped = `this system does not answer on ${DECLARED_ADDRESS}`;
        return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped };
      }
      const victim = await startVictim();
      const declared = await startDeclared(answer?.(victim));
      const tally = new Tally(report);
      try {
        await run({ tally, declared, victim, sample, mutant, report });
        tally.arrived(victim.connections(), "the victim");
        return tally.result();
      } finally {
        await Promise.all([victim.close(), declared.close()]);
      }
    },
  };
}
