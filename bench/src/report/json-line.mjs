import { judgeBars } from "../measure/judge-bars.mjs";
import { roundTo } from "../measure/round-to.mjs";

/**
 * One bench as one object; the first keys are fixed for as long as the project lives. A figure nothing was measured for is
 * null, and `missing` says why.
 * @param {any} bench
 * @param {import("../measure/create-results.mjs").Results} results
 */
export function jsonLine(bench, results) {
  const { variant, throughput, latency } = bench.headline;
  const of = (/** @type {string | undefined} */ scenario, /** @type {string} */ key) =>
    scenario === undefined ? null : roundTo(results.metric(scenario, variant, key));
  const { scenario, key, others } = bench.ratios;
  const ratio = Object.entries(others).map(([name, other]) => [
    name,
    roundTo(results.ratio(scenario, key, variant, other), 3),
  ]);
  return {
    bench: bench.name,
    rate: of(throughput, "rate"),
    p50Ms: of(latency, "p50Ms"),
    p99Ms: of(latency, "p99Ms"),
    cpuUs: of(throughput, "cpuUs"),
    rssMb: of(throughput, "rssMb"),
    ratio: Object.fromEntries(ratio),
    eventLoopP99Ms: of(latency, "eventLoopP99Ms"),
    ...bench.extra?.(results),
    bars: judgeBars(bench.bars, results),
    missing: Object.fromEntries(results.reasons()),
  };
}
