import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { holdsLedger, readTraces, runErasure } from "../support/rights/run-erasure.js";
import { hasStrace, killAt } from "../support/a/strace.js";

/** System calls by which a step of an erasure reaches the files. */
const CALLS = ["fdatasync", "fsync", "pwrite64", "ftruncate", "unlink"] as const;
/** Messages to each: few, so that every system call can be tried. */
const SIZE = 3;

/** Kills the host at every step of an erasure, starts it again, and looks at what it made of it. */
const killErasure: FaultRow = {
  row: "A1",
  provider: "erase",
  title:
    "kill -9 at every system call of an erasure: taken in, it comes to its end; no byte of the person, all of the others",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    if (!hasStrace()) return { ...total, skipped: "strace is not installed" };
    ensureBuilt();
    const folder = await mkdtemp(join(tmpdir(), "plugboard-a1-erase-"));
    try {
      const seeded = await runErasure({ mode: "seed", database: join(folder, "seed.db"), size: SIZE });
      if (!seeded.closed) throw new Error(`the store could not be filled: ${seeded.errors}`);
      for (const call of sample ? (["ftruncate"] as const) : CALLS) {
        for (let count = 1; ; count += 1) {
          const trial = await mkdtemp(join(folder, "trial-"));
          const database = join(trial, "host.db");
          await cp(join(folder, "seed.db"), database);
          const killed = await runErasure({ mode: "erase", database, mutant }, killAt(call, count));
          // What was taken in goes on by itself; what was not is asked for again, as the host application would.
          const again = killed.closed ? killed : await runErasure({ mode: "erase", database, mutant });
          const { left, missing } = readTraces(trial);
          total.tried += 1;
          if (again.state !== "done" || again.others !== SIZE) total.lost += 1;
          total.lost += missing.length + ((await holdsLedger(database)) ? 0 : 1);
          total.letIn += left.length + again.logged.length;
          if (again.state !== "done") report(`${call} ${String(count)}: ${again.state ?? again.errors}`);
          await rm(trial, { recursive: true, force: true });
          if (killed.closed || (sample && count >= 12) || (mutant && total.letIn > 0)) break;
        }
        report(`${call}: ${String(total.tried)} so far, left ${String(total.letIn)}, lost ${String(total.lost)}`);
        if (mutant && total.letIn > 0) break;
      }
      return total;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export const rows: FaultRow[] = [killErasure];
