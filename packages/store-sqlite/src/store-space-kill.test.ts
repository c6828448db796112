import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SampleRecords } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

/** System calls by which a store reaches its files. */
const CALLS = ["pwrite64", "fdatasync", "fsync", "ftruncate", "unlink"] as const;
/** `PLUGBOARD_EVERY_CALL=1` kills at every one of them, some minutes; else at the middle one of each kind. */
const isEvery = process.env["PLUGBOARD_EVERY_CALL"] === "1";
const KEPT = 12;

function hasStrace(): boolean {
  try {
    execFileSync("strace", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    // Not installed: the test says so.
    return false;
  }
}

/** A store of which most was deleted, closed. @returns the ids that have to be there. */
async function seed(path: string): Promise<string[]> {
  const store = sqliteStore(path);
  await store.open();
  const samples = new SampleRecords();
  const records = Array.from({ length: 60 }, () => samples.inbound({ body: Buffer.alloc(8_000, 7) }));
  await store.commit(records.map((record) => ({ kind: "inbound-insert", record })));
  await store.commit(records.slice(KEPT).map(({ sequence }) => ({ kind: "inbound-delete", sequence })));
  await store.close();
  return records.slice(0, KEPT).map(({ rawId }) => rawId);
}

/** The counts, by thread, of a call between the beginning of the compaction and its end: each thread counts for itself. */
function countsIn(trace: string, call: string): number[] {
  const made = new Map<string, number>();
  const found = new Set<number>();
  let isCompacting = false;
  for (const line of trace.split("\n")) {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.startsWith('write(1, "')) isCompacting = rest.startsWith('write(1, "open');
    if (!rest.startsWith(`${call}(`)) continue;
    const count = (made.get(thread) ?? 0) + 1;
    made.set(thread, count);
    if (isCompacting) found.add(count);
  }
  return [...found].sort((one, other) => one - other);
}

test("a process killed at a system call of a compaction leaves every record, and a file that is whole", async ({
  skip,
}) => {
  if (!hasStrace()) skip("strace is not installed");
  const folder = temporaryFolder();
  const seeded = join(folder, "seed.db");
  const ids = await seed(seeded);
  const copy = (name: string): string => {
    for (const file of readdirSync(folder).filter((one) => one.startsWith("seed.db")))
      cpSync(join(folder, file), join(folder, name + file.slice("seed.db".length)));
    return join(folder, name);
  };
  const compact = (path: string, ...options: string[]) =>
    new ScriptProcess("./compact-store.ts", [path], ["strace", "-f", "-qq", ...options]);

  const trace = join(folder, "trace");
  await compact(copy("traced.db"), "-o", trace, "-e", `trace=${CALLS.join(",")},write`).line("closed");
  const calls = readFileSync(trace, "utf8");
  let killed = 0;
  for (const call of CALLS) {
    const counts = countsIn(calls, call);
    const middle = counts.length >> 1;
    for (const count of isEvery ? counts : counts.slice(middle, middle + 1)) {
      const path = copy("killed.db");
      const inject = `inject=${call}:signal=KILL:when=${String(count)}`;
      const run = compact(path, "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject);
      await run.exited;
      if (!run.lines.includes("closed")) killed += 1;
      const store = sqliteStore(path, { check: "full" });
      await store.open();
      const found = await store.inbound({ state: "recorded", limit: 1_000 });
      expect([call, count, found.map(({ rawId }) => rawId)]).toEqual([call, count, ids]);
      expect((await store.compact()).freeBytes).toBe(0);
      await store.close();
      for (const file of readdirSync(dirname(path)).filter((one) => one.startsWith(basename(path))))
        rmSync(join(dirname(path), file));
    }
  }
  expect(killed).toBeGreaterThan(2);
}, 3_600_000);
