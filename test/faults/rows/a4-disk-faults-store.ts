import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { fillDisk } from "../support/store/fill-disk.js";
import { readGroups } from "../support/store/read-groups.js";
import { runWriter } from "../support/store/run-writer.js";

const GROUPS = 6;
const LYING = new URL("../support/store/lying-driver.mjs", import.meta.url).href;
const CALLS = ["fsync", "pwrite64"] as const;
const ERRORS = ["EIO", "ENOSPC"] as const;

function succeeds(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    // Absent or not permitted: the row says what it left out.
    return false;
  }
}

/** One run with failing system calls, killed when it is through, and read again. */
async function attempt(folder: string, inject: string, driver: string | undefined) {
  const path = join(folder, "store.db");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,pwrite64", "-e", inject];
  const run = await runWriter({ path, groups: GROUPS, driver }, strace);
  const found = await readGroups(path).catch(() => undefined);
  const isWrong = [...run.codes].some((code) => code !== "STORE_FULL" && code !== "STORE_UNAVAILABLE");
  return {
    faulted: run.failed.length > 0 || !run.opened,
    tried: run.acked.length + run.failed.length,
    // What does not open again has lost everything it acknowledged.
    lost: run.acked.filter((group) => !found?.whole.has(group)).length + (found ? 0 : 1),
    letIn: run.failed.filter((group) => found?.whole.has(group)).length + (found?.broken.size ?? 0) + (isWrong ? 1 : 0),
  };
}

export const row: FaultRow = {
  row: "A4",
  provider: "store-sqlite",
  title:
    "EIO and ENOSPC at every sync and write, and a full disk; what was refused stays away, what was acknowledged is there",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    if (!succeeds("strace", "-V")) return { ...total, skipped: "strace is not installed" };
    ensureBuilt();
    const driver = mutant ? LYING : undefined;
    const home = await mkdtemp(join(tmpdir(), "plugboard-a4-"));
    const add = (found: { tried: number; lost: number; letIn: number }): void => {
      total.tried += found.tried;
      total.lost += found.lost;
      total.letIn += found.letIn;
    };
    try {
      for (const call of CALLS) {
        for (const error of ERRORS) {
          for (const rest of ["", "+"]) {
            const step = sample || mutant ? (call === "fsync" ? 5 : 41) : 1;
            let count = 1;
            for (; ; count += step) {
              const found = await attempt(
                join(home, "run"),
                `inject=${call}:error=${error}:when=${count}${rest}`,
                driver,
              );
              add(found);
              if (found.lost + found.letIn > 0 && !mutant)
                report(`${call} ${error} ${count}${rest}: ${JSON.stringify(found)}`);
              // Past the last call nothing fails any more.
              if (!found.faulted && found.tried === GROUPS && count > 12) break;
              if (mutant && total.lost > 0) return total;
            }
            report(`${call} ${error}${rest}: up to call ${count}, lost ${total.lost}, let in ${total.letIn} so far`);
          }
        }
      }
      const disk = await fillDisk(join(home, "disk"), sample ? 2 : 20);
      if (disk) add(disk);
      else report("a disk of its own needs root: left out");
      return total;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
};
