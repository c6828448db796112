import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type ChildMessage, type RunResult, brokenRun } from "./run-result.js";

const MAIN = fileURLToPath(new URL("./child-main.ts", import.meta.url));

export interface RunOrder {
  readonly file: string;
  readonly index: number;
  readonly sample: boolean;
  readonly mutant: boolean;
  readonly timeoutMs: number;
  report(text: string): void;
}

/** Runs one row in a process of its own, so that what it breaks stays there. */
export function runInChild({ file, index, sample, mutant, timeoutMs, report }: RunOrder): Promise<RunResult> {
  return new Promise((resolve) => {
    // Its own group, so that the helpers it started end with it.
    const child = fork(MAIN, [file, String(index), sample ? "sample" : "all", mutant ? "mutant" : "guarded"], {
      execArgv: ["--conditions=@plugboard/source", "--import", "tsx"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    let result: RunResult | undefined;
    let late = false;
    let lastOutput = "";
    const endGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch (error) {
        // Already gone, which is what was wanted.
        if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
      }
    };
    process.once("exit", endGroup);
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        lastOutput = (lastOutput + chunk.toString()).slice(-2_000);
      });
    child.on("message", (message: ChildMessage) => {
      if (message.kind === "report") report(message.text);
      else result = message.result;
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      process.off("exit", endGroup);
      endGroup();
      const died = late
        ? `took longer than ${timeoutMs / 1_000} s`
        : `died with ${signal ?? `exit code ${String(code)}`}`;
      resolve(result ?? brokenRun(`${died}\n${lastOutput}`));
    });
  });
}
