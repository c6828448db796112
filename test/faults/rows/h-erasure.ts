import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { CANARIES } from "../support/rights/canaries.mjs";
import { holdsLedger, readTraces, runErasure } from "../support/rights/run-erasure.js";

/** Erases a person from a store full of them, and looks at every byte that is left. */
const erase: FaultRow = {
  row: "H",
  provider: "erase",
  title:
    "after an erasure no byte of 21 canaries is in database, log, events, ledger or deliveries; others lose nothing",
  async run({ mutant, report }) {
    const folder = await mkdtemp(join(tmpdir(), "plugboard-erasure-"));
    try {
      const database = join(folder, "host.db");
      const seeded = await runErasure({ mode: "seed", database });
      if (!seeded.closed) throw new Error(`the store could not be filled: ${seeded.errors}`);
      const before = readTraces(folder).left;
      // What is not found before would not be found after either.
      const blind = Object.keys(CANARIES).filter((name) => !before.includes(name));
      if (blind.length > 0) throw new Error(`these canaries were never there: ${blind.join()}`);
      const run = await runErasure({ mode: "erase", database, mutant });
      if (run.state !== "done") throw new Error(`the erasure did not end: ${run.state ?? run.errors}`);
      const { left, missing } = readTraces(folder);
      report(
        `left: ${left.join() || "nothing"}; said: ${run.logged.join() || "nothing"}; missing of others: ${missing.join() || "nothing"}`,
      );
      const lost = missing.length + (run.others === 30 ? 0 : 1) + ((await holdsLedger(database)) ? 0 : 1);
      return { tried: before.length, lost, duplicated: 0, letIn: left.length + run.logged.length };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export const rows: FaultRow[] = [erase];
