import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { countCrash } from "../support/a/count-crash.js";
import { httpReceivingEnd, smtpReceivingEnd } from "../support/a/receiving-ends.js";
import { startHost } from "../support/a/run-host.js";

const PER_SECOND = 50;

/** One store, killed again and again at random moments under load; nothing acknowledged in any life is lost. */
export const row: FaultRow = {
  row: "A3",
  provider: "http,smtp",
  title: "200 kills at random, 50 messages a second over three channels",
  async run({ sample, mutant, report }) {
    const kills = sample ? 3 : 200;
    const directory = await mkdtemp(join(tmpdir(), "plugboard-a3-"));
    const ends = [await httpReceivingEnd(), await httpReceivingEnd(), await smtpReceivingEnd()];
    const acknowledged = new Map<string, string>();
    try {
      const order = { database: join(directory, "host.db"), channels: ends.map(({ channel }) => channel) };
      for (let kill = 0; kill < kills; kill += 1) {
        const host = startHost({ ...order, mode: "load", run: `k${String(kill)}`, perSecond: PER_SECOND, mutant });
        await host.ready;
        const timer = setTimeout(() => host.process.kill("SIGKILL"), 50 + Math.random() * 500);
        const run = await host.ended;
        clearTimeout(timer);
        if (run.signal !== "SIGKILL") throw new Error(`the host ended by itself: ${run.errors}`);
        for (const [id, text] of run.acknowledged) acknowledged.set(id, text);
        if (kill % 20 === 19) report(`${String(kill + 1)} kills, ${String(acknowledged.size)} acknowledged`);
      }
      const recovery = await startHost({ ...order, mode: "recover", run: "end" }).ended;
      if (!recovery.closed) throw new Error(`the host did not start again: ${recovery.errors}`);
      return { tried: acknowledged.size, letIn: 0, ...countCrash(acknowledged, recovery, ends) };
    } finally {
      await Promise.all(ends.map((end) => end.close()));
      await rm(directory, { recursive: true, force: true });
    }
  },
};
