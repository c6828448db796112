import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../process/run-child.mjs";
import { startPostgres } from "../process/start-postgres.mjs";
import { startRedis } from "../process/start-redis.mjs";
import { NEEDS } from "../variants/needs.mjs";

/**
 * @typedef {object} Scenario - one measurement of several variants side by side
 * @property {string} name
 * @property {string} title
 * @property {string} [probe] - a file in ../probes, run in a fresh process
 * @property {(job: { params: any, env: NodeJS.ProcessEnv, context: Context }) => Promise<Outcome>} [play] - instead of a probe
 * @property {object} [params] - for the probe
 * @property {readonly (string | { label: string, variant: string, params?: object })[]} variants
 * @property {readonly number[]} [delaysMs] - one provider for each, answering after so long; none: a provider that does nothing.
 *   Absent: one that answers at once.
 * @property {boolean} [slowFsync] - two milliseconds more for each fsync
 * @property {boolean} [quick] - true: part of --quick too
 * @property {boolean} [quickOnly] - true: part of --quick alone
 * @property {readonly string[]} [quickVariants] - fewer labels there
 * @property {number} [timeoutMs] - of the whole probe
 * @property {number} [rounds] - instead of the usual number
 * @property {number} [quickRounds] - the same for --quick
 *
 * @typedef {{ result: any } | { failed: string }} Outcome
 *
 * @typedef {object} Context - what all measurements of a run share
 * @property {{ urls: string[], ask: (question: object) => Promise<any> }} provider
 * @property {string} directory
 * @property {Record<string, string>} slowFsyncEnv
 * @property {object} timing
 */

/** @param {Scenario} scenario @param {{ params: any, env: NodeJS.ProcessEnv, context: any }} job */
function playProbe({ probe, timeoutMs }, { params, env, context }) {
  const onProgress = (/** @type {string} */ line) => context.progress(`  ${line}`);
  return runChild({ probe, params, env, onProgress, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

/**
 * Measures one variant once: a fresh process, a fresh directory and, where it needs one, a fresh Redis or PostgreSQL.
 * @param {Scenario} scenario
 * @param {string} variant
 * @param {any} context
 * @returns {Promise<Outcome>}
 */
export async function runScenario(scenario, variant, context) {
  const directory = mkdtempSync(join(context.directory, "run-"));
  const needs = NEEDS[variant] ?? {};
  const syncCount = join(directory, "fsyncs");
  const slow = scenario.slowFsync ? { ...context.slowFsyncEnv, SLOW_FSYNC_COUNT: syncCount } : {};
  const env = { ...process.env, ...slow };
  const redis = needs.redis ? await startRedis({ directory, env }) : null;
  const postgres = needs.postgres ? await startPostgres({ env }) : null;
  const providerUrls = (scenario.delaysMs ?? [0]).map(
    (delayMs, index) => `${context.provider.urls[index]}/delay-${delayMs}`,
  );
  const servers = { redisPort: redis?.port, serverPid: redis?.pid, postgresUrl: postgres?.url, providerUrls };
  const params = { lanes: 64, ...context.timing, ...scenario.params, variant, directory, ...servers };
  try {
    const before = await context.provider.ask({ ask: "counts" });
    const outcome = await (scenario.play?.({ params, env, context }) ?? playProbe(scenario, { params, env, context }));
    const after = await context.provider.ask({ ask: "counts" });
    if ("failed" in outcome) return outcome;
    if (providerUrls.length > 0 && after.requests - before.requests < (outcome.result.messages ?? 0)) {
      return { failed: "the provider received fewer messages than were reported as done" };
    }
    if (scenario.slowFsync && needs.durable && (statSync(syncCount, { throwIfNoEntry: false })?.size ?? 0) === 0) {
      return { failed: "no fsync came past the slow-fsync library" };
    }
    return outcome;
  } finally {
    await redis?.stop();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
