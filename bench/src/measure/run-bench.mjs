import { createResults } from "./create-results.mjs";
import { runScenario } from "./run-scenario.mjs";

/** A variant, measured under its own name or, with parameters of its own, under a label. */
const entryOf = (/** @type {any} */ entry) =>
  typeof entry === "string" ? { label: entry, variant: entry, params: {} } : { params: {}, ...entry };

/**
 * Runs the scenarios of one bench: in each round every variant once, the first one moving on from round to round.
 * @param {{ name: string, scenarios: readonly any[] }} bench
 * @param {any} context
 * @returns {Promise<import("./create-results.mjs").Results>}
 */
export async function runBench(bench, context) {
  const results = createResults();
  for (const scenario of bench.scenarios) {
    if (context.quick && scenario.quick === false) continue;
    const rounds = Math.min(context.rounds, scenario.maxRounds ?? Infinity);
    const entries = scenario.variants.map(entryOf);
    for (let round = 0; round < rounds; round += 1) {
      for (let step = 0; step < entries.length; step += 1) {
        const { label, variant, params } = entries[(step + round) % entries.length];
        const missing = context.missing.get(variant) ?? (scenario.slowFsync ? context.slowFsyncMissing : undefined);
        if (missing !== undefined) {
          results.add(scenario.name, label, round, { failed: missing });
          continue;
        }
        context.progress(`${bench.name} / ${scenario.name} / round ${round + 1} of ${rounds} / ${label}`);
        const outcome = await runScenario({ ...scenario, params: { ...scenario.params, ...params } }, variant, context);
        results.add(scenario.name, label, round, outcome);
      }
    }
  }
  return results;
}
