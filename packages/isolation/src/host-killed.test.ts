import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { buildModule } from "./__fixtures__/build-module.js";
import { builtChild } from "./__fixtures__/isolate.js";

/** A process's children and theirs. */
function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, "utf8");
  return children
    .split(" ")
    .filter((child) => child !== "")
    .flatMap((child) => [Number(child), ...descendantsOf(Number(child))]);
}

/** What comes after a process's name: its state, then numbers; empty when it is gone. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** A process that has ended and that nobody has asked about is `Z`. */
const isRunning = (pid: number): boolean => !["Z", "X", undefined].includes(statOf(pid)[0]);
/** Of its own code, in hundredths of a second. */
const processorTime = (pid: number): number => Number(statOf(pid)[11] ?? 0);

test.skipIf(process.platform !== "linux")(
  "a connector in a loop without end, which hears nothing any more, ends with a host that is killed",
  async () => {
    const entry = await buildModule(new URL("./__fixtures__/hostile-connector.ts", import.meta.url), "hostile");
    const script = fileURLToPath(new URL("./__fixtures__/host-of-a-loop.ts", import.meta.url));
    const node = ["--conditions=@plugboard/source", "--import", "tsx", script, entry, await builtChild()];
    const host = spawn(process.execPath, node, { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void host.kill("SIGKILL"));
    await once(createInterface({ input: host.stdout }), "line", { signal: AbortSignal.timeout(30_000) });
    const processes = descendantsOf(host.pid ?? 0);
    // More than it takes to begin: it is in its loop.
    await expect.poll(() => Math.max(...processes.map(processorTime)), { timeout: 20_000 }).toBeGreaterThan(200);
    onTestFinished(() => processes.filter(isRunning).forEach((pid) => process.kill(pid, "SIGKILL")));
    host.kill("SIGKILL");
    await expect.poll(() => processes.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  },
  60_000,
);
