import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../process/run-child.mjs";
import { startRedis } from "../process/start-redis.mjs";
import { NEEDS } from "../variants/peers.mjs";

/**
 * @typedef {object} Scenario - one measurement of several variants side by side
 * @property {string} name
 * @property {string} probe - a file in ../probes
 * @property {object} [params] - for the probe
 * @property {readonly string[]} variants
 * @property {"no-op" | { delayMs: number }} [provider] - absent: answers at once
 * @property {boolean} [slowFsync] - two milliseconds more for each fsync
 * @property {boolean} [quick] - false: left out of --quick
 *
 * @typedef {object} Bench context
 * @property {{ url: string, ask: (question: object) => Promise<any> }} provider
 * @property {string} directory
 * @property {Record<string, string>} slowFsyncEnv
 */

/**
 * Measures one variant once: a fresh process, a fresh directory and, where it needs one, a fresh Redis.
 * @param {Scenario} scenario
 * @param {string} variant
 * @param {any} context
 * @returns {Promise<{ result: any } | { failed: string }>}
 */
export async function runScenario(scenario, variant, context) {
  const directory = mkdtempSync(join(context.directory, "run-"));
  const env = scenario.slowFsync ? { ...process.env, ...context.slowFsyncEnv } : process.env;
  const redis = NEEDS[variant]?.redis ? await startRedis({ directory, env }) : null;
  const delayMs = typeof scenario.provider === "object" ? scenario.provider.delayMs : 0;
  const providerUrl = scenario.provider === "no-op" ? undefined : `${context.provider.url}/delay-${delayMs}`;
  const params = {
    lanes: 64,
    ...context.timing,
    ...scenario.params,
    variant,
    directory,
    providerUrl,
    redisPort: redis?.port,
    serverPid: redis?.pid,
  };
  try {
    const before = await context.provider.ask({ ask: "counts" });
    const outcome = await runChild({ probe: scenario.probe, params, env });
    const after = await context.provider.ask({ ask: "counts" });
    if (
      "result" in outcome &&
      providerUrl !== undefined &&
      after.requests - before.requests < outcome.result.messages
    ) {
      return { failed: "the provider received fewer messages than were reported as done" };
    }
    return outcome;
  } finally {
    await redis?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
