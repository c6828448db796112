import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 * @returns what it wrote to stdout.
 * @throws {Error} it failed; the message carries all of its output.
 */
export async function run(program: string, parameters: readonly string[], cwd: string): Promise<string> {
  // Without the source condition, which the outer process may have: what is packed must work by dist alone.
  const { NODE_OPTIONS: _, ...env } = process.env;
  try {
    const { stdout } = await execute(program, parameters, { cwd, env, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error([`${program} ${parameters.join(" ")} failed`, stdout, stderr].join("\n"), { cause: error });
  }
}
