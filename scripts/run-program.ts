import { spawn } from "node:child_process";
import { once } from "node:events";
import { cleanEnvironment } from "./clean-environment.js";

export interface ProgramResult {
  /** Everything it wrote to stdout. */
  readonly stdout: string;
  /** Everything it wrote to stderr. */
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** After which it is killed; two minutes unless told. */
  readonly timeoutMs?: number;
}

/**
 * Runs a program to its end, in an environment without what `npm run` and a test runner leave there.
 *
 * @throws {Error} it failed, or took too long; the message ends with what it wrote.
 */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  { cwd, timeoutMs = 120_000 }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(program, parameters, {
    cwd,
    env: cleanEnvironment(process.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const overdue = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    if (code === 0) return { stdout, stderr };
    const how = code === null ? `was ended by ${signal}; it has ${timeoutMs / 1_000} s` : `ended with ${code}`;
    throw new Error(
      [`${program} ${parameters.join(" ")} ${how}`, stdout.trim(), stderr.trim()].filter(Boolean).join("\n"),
    );
  } finally {
    clearTimeout(overdue);
  }
}
