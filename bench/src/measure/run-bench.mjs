import { createResults } from "./create-results.mjs";
import { runScenario } from "./run-scenario.mjs";

/**
 * A variant under its own name or, with parameters of its own, under a label.
 * @param {string | { label: string, variant: string, params?: object }} entry
 */
const entryOf = (entry) =>
  typeof entry === "string" ? { label: entry, variant: entry, params: {} } : { params: {}, ...entry };

/** @param {import("./run-scenario.mjs").Scenario} scenario @param {any} context @returns {number} */
const roundsOf = ({ rounds, quickRounds }, context) =>
  (context.quick ? quickRounds : rounds) ?? context.rounds ?? context.usualRounds;

/**
 * Runs the scenarios of one bench: in each round every variant once, the first one moving on from round to round.
 * @param {{ name: string, scenarios: readonly import("./run-scenario.mjs").Scenario[] }} bench
 * @param {any} context
 * @returns {Promise<import("./create-results.mjs").Results>}
 */
export async function runBench(bench, context) {
  const results = createResults();
  for (const scenario of bench.scenarios) {
    if (scenario.quickOnly ? !context.quick : context.quick && !scenario.quick) continue;
    const rounds = roundsOf(scenario, context);
    const chosen = (context.quick && scenario.quickVariants) || scenario.variants.map((entry) => entryOf(entry).label);
    const entries = scenario.variants.map(entryOf).filter(({ label }) => chosen.includes(label));
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
        if ("failed" in outcome) context.progress(`  failed: ${outcome.failed}`);
        results.add(scenario.name, label, round, outcome);
      }
    }
  }
  return results;
}
