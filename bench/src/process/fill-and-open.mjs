import { runChild } from "./run-child.mjs";

const FILL_TIMEOUT_MS = 300_000;

/**
 * Fills a store in one process and measures in a fresh one how long the host takes to start on it.
 * @param {{ params: any, env: NodeJS.ProcessEnv }} job - `params.rows`, `params.openRows`
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function fillAndOpen({ params, env }) {
  const filled = await runChild({ probe: "fill-store", params, env, timeoutMs: FILL_TIMEOUT_MS });
  if ("failed" in filled) return filled;
  let openMs = 0;
  const reopened = await runChild({
    probe: "send-until-killed",
    params: { ...params, active: filled.result.channels, send: false },
    env,
    onProgress(progress, kill) {
      openMs = progress.openMs;
      kill();
    },
  });
  if (openMs === 0) return reopened;
  return { result: { rows: params.rows, openRows: params.openRows, openMs } };
}
