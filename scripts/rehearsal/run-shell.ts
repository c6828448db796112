import { spawn } from "node:child_process";
import { once } from "node:events";

const LONGEST_MS = 240_000;
/** Between what a command writes and the folder it leaves its reader in. */
const MARK = "\n@@plugboard-rehearsal@@";

/** Runs one line as a reader's shell would, in a folder that it may change. @returns where the reader is afterwards, and what was written. */
export async function runShell(
  command: string,
  { folder, environment }: { folder: string; environment: NodeJS.ProcessEnv },
): Promise<{ code: number | null; folder: string; written: string }> {
  const script = `${command}\ncode=$?\nprintf '%s' "${MARK}$PWD"\nexit $code\n`;
  const child = spawn("bash", ["-c", script], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const overdue = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(overdue);
  const [written = "", left = folder] = stdout.split(MARK);
  return { code, folder: left, written: written + stderr };
}
