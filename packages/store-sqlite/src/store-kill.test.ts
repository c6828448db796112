import { join } from "node:path";
import { expect, test } from "vitest";
import { groupsIn } from "./__fixtures__/groups-in.js";
import { ScriptProcess } from "./__fixtures__/script-process.js";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";

const ROUNDS = 5;

/** Kills a process that commits without pause, again and again on the same store. */
async function killRepeatedly(path: string): Promise<Set<number>> {
  const acked = new Set<number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = new ScriptProcess("./write-groups.ts", [path, "1000000", String(round * 1_000_000 + 1)]);
    await writer.line(`acked ${round * 1_000_000 + 20 + round * 37}`);
    writer.process.kill("SIGKILL");
    await writer.exited;
    await writer.line("acked");
    for (const line of writer.lines) if (line.startsWith("acked ")) acked.add(Number(line.slice(6)));
  }
  return acked;
}

test("has every acknowledged group, whole, after 20 kills in the middle of commits", async () => {
  const paths = ["a", "b", "c", "d"].map((name) => join(temporaryFolder(), `${name}.db`));
  const acked = await Promise.all(paths.map(killRepeatedly));
  for (const [index, path] of paths.entries()) {
    const { whole, half } = await groupsIn(path);
    const present = new Set(whole);
    const lost = [...acked[index]!].filter((group) => !present.has(group));
    expect(lost).toEqual([]);
    expect(half).toEqual([]);
    // The one in flight may be there; never more than that.
    expect(present.size - acked[index]!.size).toBeLessThanOrEqual(ROUNDS);
  }
}, 120_000);
