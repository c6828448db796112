import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runShell } from "./run-shell.js";
import { guideSteps } from "./guide-steps.js";

export interface FollowedPage {
  /** The page, absolute. */
  readonly page: string;
  /** Where the reader is at its beginning. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What a command has to write, by command as the page has it. */
  readonly says: Readonly<Record<string, string>>;
  /** Commands of the page that were typed before. */
  readonly without?: readonly string[];
}

/**
 * Does what a page says, literally and in its order, and stops at the first thing that is not as it says.
 * @returns how many commands were typed, and what went wrong.
 */
export async function followPage(followed: FollowedPage): Promise<{ commands: number; problem?: string }> {
  const { page, environment, says, without = [] } = followed;
  let { folder } = followed;
  const awaited = new Set(Object.keys(says));
  let commands = 0;
  for (const step of guideSteps(readFileSync(page, "utf8"))) {
    if ("path" in step) {
      mkdirSync(dirname(join(folder, step.path)), { recursive: true });
      writeFileSync(join(folder, step.path), step.text);
      continue;
    }
    if (without.includes(step.command)) continue;
    const ended = await runShell(step.command, { folder, environment });
    commands += 1;
    folder = ended.folder;
    const said = says[step.command];
    const where = `line ${step.line}, ${step.command}`;
    if (ended.code !== step.exitCode)
      return { commands, problem: `${where}: ended with ${String(ended.code)}\n${ended.written.slice(-4_000)}` };
    if (said !== undefined && !ended.written.includes(said))
      return { commands, problem: `${where}: does not say "${said}"\n${ended.written.slice(-4_000)}` };
    awaited.delete(step.command);
  }
  return awaited.size === 0 ? { commands } : { commands, problem: `not on the page: ${[...awaited].join(", ")}` };
}
