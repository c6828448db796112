import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { countCrash } from "../support/a/count-crash.js";
import { httpReceivingEnd, type ReceivingEnd, smtpReceivingEnd } from "../support/a/receiving-ends.js";
import { ensureBuilt, startHost } from "../support/a/run-host.js";
import { hasStrace, killAt } from "../support/a/strace.js";
import { sweep } from "../support/a/sweep.js";

/** System calls by which a step becomes visible outside the process: files, sockets. */
const CALLS = [
  "fdatasync",
  "fsync",
  "pwrite64",
  "write",
  "writev",
  "sendto",
  "connect",
  "ftruncate",
  "unlink",
] as const;
const MESSAGES = 12;

/** Kills the host at every step of a small run, starts it again, and compares acknowledgements with what arrived. */
function killEveryStep(provider: "http" | "smtp", open: () => Promise<ReceivingEnd>): FaultRow {
  return {
    row: "A1",
    provider,
    title: "kill -9 at every system call of outbound; what was acknowledged arrives, once",
    async run({ sample, mutant, report }) {
      const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
      if (!hasStrace()) return { ...total, skipped: "strace is not installed" };
      ensureBuilt();
      for (const call of sample ? (["fsync"] as const) : CALLS) {
        const before = total.tried;
        // The first ones open the store: a sample begins where messages are accepted.
        const places = await sweep(sample ? 11 : 1, async (count) => {
          const { survived, acks, lost, duplicated } = await killOnce(open, call, count, mutant);
          total.tried += acks;
          total.lost += lost;
          total.duplicated += duplicated;
          return survived || (sample && count >= 16) || (mutant && total.lost > 0);
        });
        report(
          `${call}: ${String(places)} places, ${String(total.tried - before)} acknowledged, lost ${String(total.lost)} so far`,
        );
        if (mutant && total.lost > 0) break;
      }
      return total;
    },
  };
}

async function killOnce(open: () => Promise<ReceivingEnd>, call: string, count: number, mutant: boolean) {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-a1-"));
  const end = await open();
  try {
    const order = { database: join(directory, "host.db"), run: `${call}${String(count)}`, channels: [end.channel] };
    const killed = await startHost({ ...order, mode: "work", messages: MESSAGES, mutant }, killAt(call, count)).ended;
    const recovery = await startHost({ ...order, mode: "recover" }).ended;
    if (!recovery.closed)
      throw new Error(`the host did not start again after ${call} ${String(count)}: ${recovery.errors}`);
    const { acknowledged } = killed;
    return { survived: killed.closed, acks: acknowledged.size, ...countCrash(acknowledged, recovery, [end]) };
  } finally {
    await end.close();
    await rm(directory, { recursive: true, force: true });
  }
}

export const rows: FaultRow[] = [killEveryStep("http", httpReceivingEnd), killEveryStep("smtp", smtpReceivingEnd)];
