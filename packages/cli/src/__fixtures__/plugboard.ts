import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../main.ts");
const FLAGS = ["--conditions=@plugboard/source", "--import", "tsx"];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** The command as a process of its own, as whoever types it has it. @param cwd - within the repository, where `tsx` is found. */
export function plugboard(args: readonly string[], cwd: string = import.meta.dirname): Promise<Ended> {
  return ended(startPlugboard(args, cwd));
}

export function startPlugboard(args: readonly string[], cwd: string = import.meta.dirname): ChildProcess {
  return spawn(process.execPath, [...FLAGS, MAIN, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
}

/** Everything it says until it ends. */
export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let out = "";
    let error = "";
    child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (error += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, error }));
  });
}
