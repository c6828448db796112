import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../native/slow-fsync.c", import.meta.url));

/**
 * Compiles the library that makes each fsync two milliseconds longer.
 * @param {string} directory - where the library goes
 * @returns {{ env: Record<string, string> } | { missing: string }} what to add to a process's environment, or why not
 */
export function compileSlowFsync(directory) {
  if (process.platform !== "linux") return { missing: "the slow-fsync library needs Linux" };
  const library = join(directory, "slow-fsync.so");
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], { stdio: "ignore" });
  } catch (error) {
    const reason = error instanceof Error && "code" in error && error.code === "ENOENT" ? "no cc" : "cc failed";
    return { missing: `the slow-fsync library could not be compiled: ${reason}` };
  }
  return { env: { LD_PRELOAD: library, SLOW_FSYNC_US: "2000" } };
}
