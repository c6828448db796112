import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Milliseconds that a Node with nothing to do takes from start to end, here and now. It has no environment, as a connector's process has none:
 * certificates that `NODE_EXTRA_CA_CERTS` names would be read at each start.
 */
export async function emptyNodeMs() {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ["--eval", ""], { stdio: "ignore", env: {} }), "exit");
  return performance.now() - startedAt;
}
