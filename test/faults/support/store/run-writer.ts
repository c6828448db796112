import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./write-groups.mjs", import.meta.url));

export interface WriterRun {
  readonly acked: readonly number[];
  readonly failed: readonly number[];
  /** Codes of failed groups, and of the refusal to open. */
  readonly codes: ReadonlySet<string>;
  readonly opened: boolean;
}

/**
 * Runs `write-groups.mjs` from the build and kills it with SIGKILL once it is through.
 * @param before - put in front of the command: strace with its options.
 */
export async function runWriter(
  order: { path: string; groups: number; driver: string | undefined },
  before: readonly string[] = [],
): Promise<WriterRun> {
  const words = [...before, process.execPath, SCRIPT, JSON.stringify(order)];
  const child = spawn(words[0] ?? "", words.slice(1), { cwd: ROOT, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines: string[][] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line.split(" "));
    if (line !== "done") continue;
    // Killing strace would only let go of the process it started.
    process.kill(Number(lines.find(([word]) => word === "pid")?.[1]), "SIGKILL");
  }
  await ended;
  const numbers = (wanted: string) => lines.filter(([word]) => word === wanted).map(([, group]) => Number(group));
  return {
    acked: numbers("acked"),
    failed: numbers("failed"),
    codes: new Set(lines.flatMap(([word = "", first = "", second = ""]) => codeOf(word, first, second))),
    opened: lines.some(([word]) => word === "open"),
  };
}

function codeOf(word: string, first: string, second: string): string[] {
  if (word === "failed") return [second];
  return word === "refused" ? [first] : [];
}
