import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import type { FaultRow } from "../fault-row.js";
import { countCrash } from "../support/a/count-crash.js";
import { httpReceivingEnd, smtpReceivingEnd } from "../support/a/receiving-ends.js";
import { type HostRun, startHost } from "../support/a/run-host.js";

const PAUSED_MS = 60_000;
/** From the first host's end to the next one's: opening and sending what is left, on a busy machine. */
const NEXT_WITHIN_MS = 30_000;

/**
 * Two hosts, one store. The store has one holder and no lease that runs out: while the first lives, running or paused, a second one is refused and told
 * by whom, so no holder is ever stale. A second host that was let in counts as let in; with the mutant it is given a copy of the file, which is what a
 * store without a lock would be to it.
 */
export const row: FaultRow = {
  row: "A8",
  provider: "store-sqlite,http,smtp",
  title:
    "the holder is paused for 60 s and resumed: a second host is refused meanwhile, and takes over when the first is gone",
  async run({ sample, mutant, report }) {
    const directory = await mkdtemp(join(tmpdir(), "plugboard-a8-"));
    const ends = [await httpReceivingEnd(), await smtpReceivingEnd()];
    try {
      const database = join(directory, "host.db");
      const order = { database, run: "r", channels: ends.map(({ channel }) => channel) };
      const first = startHost({ ...order, mode: "load", perSecond: 100 });
      await first.ready;
      await pass(700);
      let letIn = 0;
      let wrong = 0;
      const second = async (): Promise<void> => {
        const path = mutant ? join(directory, "copy.db") : database;
        if (mutant) for (const part of ["", "-wal"]) await copyFile(`${database}${part}`, `${path}${part}`);
        const run = await startHost({ ...order, database: path, mode: "recover" }).ended;
        if (run.closed) letIn += 1;
        else if (!isRefusedBy(run, first.process.pid ?? 0)) wrong += 1;
      };

      first.process.kill("SIGSTOP");
      await second();
      await pass(sample || mutant ? 1_000 : PAUSED_MS);
      await second();
      const before = ends.flatMap((end) => end.texts()).length;
      first.process.kill("SIGCONT");
      await pass(2_000);
      // It is still the holder: it goes on, and nobody else may begin.
      if (ends.flatMap((end) => end.texts()).length <= before) wrong += 1;
      await second();

      first.process.kill("SIGSTOP");
      first.process.kill("SIGKILL");
      const { acknowledged } = await first.ended;
      const goneAtMs = performance.now();
      const recovery = await startHost({ ...order, mode: "recover" }).ended;
      const tookMs = performance.now() - goneAtMs;
      report(`${String(acknowledged.size)} acknowledged, taken over in ${tookMs.toFixed(0)} ms`);
      if (!recovery.closed || tookMs > NEXT_WITHIN_MS) wrong += 1;
      const { lost, duplicated } = countCrash(acknowledged, recovery, ends);
      return { tried: acknowledged.size, lost: lost + wrong, duplicated, letIn };
    } finally {
      await Promise.all(ends.map((end) => end.close()));
      await rm(directory, { recursive: true, force: true });
    }
  },
};

const isRefusedBy = ({ errors }: HostRun, processId: number): boolean =>
  errors.includes("STORE_LOCKED") && errors.includes(String(processId));
