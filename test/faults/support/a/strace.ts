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
