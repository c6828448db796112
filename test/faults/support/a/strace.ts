import { execFileSync } from "node:child_process";

/** Whether `strace` is installed: rows that kill at system calls are skipped, by name, without it. */
export function hasStrace(): boolean {
  try {
    execFileSync("strace", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    // Not installed: the row says so.
    return false;
  }
}

/**
 * The command that kills what it runs at a system call.
 * @param call - its name, as `strace` knows it.
 * @param count - from 1. Each thread counts for itself: whichever makes its so-manieth first ends the process, so a sweep goes on until no thread makes that many.
 */
export function killAt(call: string, count: number): string[] {
  const inject = `inject=${call}:signal=KILL:when=${String(count)}`;
  // Without --seccomp-bpf: with it nothing is injected where another seccomp filter is in force, as in many containers.
  return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject];
}

/** The command that writes down the system calls of what it runs. */
export function traceTo(file: string, calls: readonly string[]): string[] {
  return ["strace", "-f", "-qq", "-o", file, "-e", `trace=${[...calls, "write"].join(",")}`];
}

/**
 * Where a sweep of kills may begin: before that moment a process does nothing that could be lost.
 * @param trace - as `traceTo` had it written.
 * @param said - what the process printed at that moment.
 * @returns the count, for `killAt`, of the first call after it; of the thread that had made fewest, since each counts for itself. Infinity where none follows.
 */
export function firstCallAfter(trace: string, call: string, said: string): number {
  const before = new Map<string, number>();
  const lines = trace.split("\n");
  const moment = lines.findIndex((line) => line.includes(`write(1, "${said}`));
  let first = Infinity;
  for (const [index, line] of lines.entries()) {
    const [thread = "", rest = ""] = line.split(/ +(.*)/, 2);
    if (!rest.startsWith(`${call}(`)) continue;
    const count = (before.get(thread) ?? 0) + 1;
    if (index > moment) first = Math.min(first, count);
    else before.set(thread, count);
  }
  return first;
}
