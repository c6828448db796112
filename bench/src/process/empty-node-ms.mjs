import { spawn } from "node:child_process";
import { once } from "node:events";

/** Milliseconds that a Node with nothing to do takes from start to end, here and now. */
export async function emptyNodeMs() {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ["--eval", ""], { stdio: "ignore" }), "exit");
  return performance.now() - startedAt;
}
