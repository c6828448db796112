import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { openFiles, runRotation } from "../support/vault/run-rotation.js";
import { hasStrace, killAt } from "../support/a/strace.js";

/** System calls by which a change of keys reaches the file. */
const CALLS = ["fsync", "fdatasync", "pwrite64", "ftruncate"] as const;
const ACCOUNTS = 12;
const SECRET = "canary-credential-51f0c2a7d9";

/** Kills the host at every step of a change of the ring's key, and goes on with it: no credential is lost, none is readable. */
const killKeyRotation: FaultRow = {
  row: "A1",
  provider: "key-rotation",
  title: "kill -9 at every system call of a key rotation: it goes on, and every credential comes open with the new key",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    if (!hasStrace()) return { ...total, skipped: "strace is not installed" };
    ensureBuilt();
    const folder = await mkdtemp(join(tmpdir(), "plugboard-a1-keys-"));
    let kills = 0;
    const order = { accounts: ACCOUNTS, secret: SECRET };
    try {
      const seeded = await runRotation({ ...order, mode: "seed", database: join(folder, "seed.db") });
      if (!seeded.closed) throw new Error(`the store could not be filled: ${seeded.errors}`);
      for (const call of sample ? (["fsync"] as const) : CALLS) {
        for (let count = 1; ; count += 1) {
          const trial = await mkdtemp(join(folder, "trial-"));
          const database = join(trial, "host.db");
          await cp(join(folder, "seed.db"), database);
          const killed = await runRotation({ ...order, mode: "rewrap", database, mutant }, killAt(call, count));
          if (!killed.closed) kills += 1;
          if (!killed.closed) await runRotation({ ...order, mode: "rewrap", database });
          const { right, keys, errors } = await runRotation({ ...order, mode: "look", database });
          total.tried += 1;
          total.lost += ACCOUNTS - right;
          if (keys !== JSON.stringify({ k2: ACCOUNTS * 2 })) total.lost += 1;
          const open = openFiles(trial, SECRET);
          total.letIn += open.length;
          if (right !== ACCOUNTS) report(`${call} ${String(count)}: ${String(right)} right, keys ${keys ?? errors}`);
          for (const name of open) report(`${call} ${String(count)}: ${name} shows a credential or is open to others`);
          await rm(trial, { recursive: true, force: true });
          if (killed.closed || (sample && count >= 8) || (mutant && total.lost > 0)) break;
        }
        report(`${call}: ${String(total.tried)} so far, lost ${String(total.lost)}, readable ${String(total.letIn)}`);
        if (mutant && total.lost > 0) break;
      }
      // Which calls a store makes depends on the system: a row that killed nobody has tried nothing.
      if (kills === 0) throw new Error("nothing was killed");
      return total;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export const rows: FaultRow[] = [killKeyRotation];
