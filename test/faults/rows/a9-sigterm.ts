import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { countCrash } from "../support/a/count-crash.js";
import { httpReceivingEnd, smtpReceivingEnd } from "../support/a/receiving-ends.js";
import { startHost } from "../support/a/run-host.js";

const GRACE_MS = 3_000;
/** Beyond the grace: the store's last commit and the end of the process. */
const SLACK_MS = 1_000;

/** SIGTERM under load: the host stops within its grace, and nothing acknowledged is lost. A late stop counts as lost. */
export const row: FaultRow = {
  row: "A9",
  provider: "http,smtp",
  title: "SIGTERM under load: stops within the declared grace, loses nothing",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    for (let round = 0; round < (sample ? 2 : 20); round += 1) {
      const directory = await mkdtemp(join(tmpdir(), "plugboard-a9-"));
      const ends = [await httpReceivingEnd(), await smtpReceivingEnd()];
      try {
        const order = {
          database: join(directory, "host.db"),
          run: `r${String(round)}`,
          channels: ends.map(({ channel }) => channel),
        };
        const host = startHost({ ...order, mode: "load", perSecond: 200, graceMs: GRACE_MS, mutant });
        await host.ready;
        await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 300));
        const askedAtMs = performance.now();
        // The mutant's host is not asked, and its store says durable too early.
        host.process.kill(mutant ? "SIGKILL" : "SIGTERM");
        const run = await host.ended;
        const tookMs = performance.now() - askedAtMs;
        report(`stopped after ${tookMs.toFixed(0)} ms, ${String(run.acknowledged.size)} acknowledged`);
        const recovery = await startHost({ ...order, mode: "recover" }).ended;
        const { lost, duplicated } = countCrash(run.acknowledged, recovery, ends);
        const late = !run.closed || tookMs > GRACE_MS + SLACK_MS ? 1 : 0;
        total.tried += run.acknowledged.size;
        total.lost += lost + late;
        total.duplicated += duplicated;
      } finally {
        await Promise.all(ends.map((end) => end.close()));
        await rm(directory, { recursive: true, force: true });
      }
    }
    return total;
  },
};
