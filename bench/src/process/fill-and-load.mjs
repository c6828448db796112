import { runChild } from "./run-child.mjs";

const FILL_TIMEOUT_MS = 600_000;

/**
 * Activates the channels of many accounts in one process, and measures in a fresh one how long a host takes to start with them.
 * @param {{ params: any, env: NodeJS.ProcessEnv }} job - `params.accounts`, `params.channels` of each
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function fillAndLoad({ params, env }) {
  const filled = await runChild({ probe: "fill-tenants", params, env, timeoutMs: FILL_TIMEOUT_MS });
  if ("failed" in filled) return filled;
  return runChild({ probe: "load-tenants", params, env });
}
