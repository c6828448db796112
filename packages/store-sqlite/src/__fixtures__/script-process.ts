import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A Node process that runs one of the scripts beside this file from source, and what it prints. */
export class ScriptProcess {
  readonly lines: string[] = [];
  readonly process: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  private wake: () => void = () => undefined;
  private isSilent = false;

  /** @param before - a command to run Node under, such as strace with its options. */
  constructor(script: string, args: readonly string[], before: readonly string[] = []) {
    const node = [process.execPath, "--conditions=@plugboard/source", "--import", "tsx"];
    const [command = "", ...rest] = [...before, ...node, new URL(script, import.meta.url).pathname, ...args];
    this.process = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] });
    this.exited = once(this.process, "exit").then(([code, signal]) => ({ code, signal }));
    const reader = createInterface({ input: this.process.stdout! });
    reader.on("line", (line) => {
      this.lines.push(line);
      this.wake();
    });
    reader.on("close", () => {
      this.isSilent = true;
      this.wake();
    });
  }

  /** Resolves with the first line that has this beginning. */
  async line(beginning: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.startsWith(beginning));
      if (found !== undefined) return found;
      if (this.isSilent) throw new Error(`ended without "${beginning}": ${this.lines.join(" | ")}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
