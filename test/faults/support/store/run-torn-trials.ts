import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LogDamage } from "./torn-log.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./torn-trials.mjs", import.meta.url));

export interface TornOrder {
  /** Where trials take place; the names beside it are used too. */
  readonly path: string;
  readonly database: string;
  readonly log: string;
  readonly lastBegins: number;
  readonly groups: number;
  readonly driver: string | undefined;
}

/**
 * Runs the trials in a process of their own.
 * @param tell - called per trial; a trial over which the process dies has lost everything.
 */
export async function runTornTrials(
  order: TornOrder,
  trials: readonly LogDamage[],
  tell: (damage: LogDamage, lost: number, letIn: number) => void,
): Promise<void> {
  let rest = trials;
  while (rest.length > 0) {
    const file = `${order.path}.json`;
    await writeFile(file, JSON.stringify({ ...order, trials: rest }));
    const child = spawn(process.execPath, [SCRIPT, file], { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] });
    const ended = new Promise((resolve) => child.once("close", resolve));
    let begun = 0;
    let done = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [word, index, lost, letIn] = line.split(" ");
      if (word === "try") begun = Number(index) + 1;
      const damage = rest[Number(index)];
      if (word !== "done" || !damage) continue;
      done = Number(index) + 1;
      tell(damage, Number(lost), Number(letIn));
    }
    await ended;
    const fatal = rest[done];
    if (fatal) tell(fatal, 1, 0);
    if (begun === 0) throw new Error("the trials did not start");
    rest = rest.slice(done + 1);
  }
}
