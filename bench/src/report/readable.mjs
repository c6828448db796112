import { judgeBars } from "../measure/judge-bars.mjs";
import { roundTo } from "../measure/round-to.mjs";
import { table } from "./table.mjs";

/** Figures of the probes, in the order and under the heads they are shown. */
const COLUMNS = [
  ["rate", "/s"],
  ["acceptedRate", "accepted/s"],
  ["p50Ms", "p50 ms"],
  ["p99Ms", "p99 ms"],
  ["eventLoopP99Ms", "loop p99 ms"],
  ["cpuUs", "CPU us"],
  ["serverCpuUs", "server us"],
  ["importMs", "import ms"],
  ["idleBytes", "idle B"],
  ["usedBytes", "after a message B"],
  ["refused", "refused"],
  ["acknowledged", "acknowledged"],
  ["lost", "lost"],
  ["repeated", "repeated"],
  ["rows", "rows"],
  ["openMs", "open ms"],
  ["rssAfterFifthMb", "RSS MB at 1/5"],
  ["rssMb", "RSS MB"],
];
const MARKS = { goal: "goal reached", must: "reached", no: "NOT reached", null: "not measured" };
const cell = (/** @type {number | null} */ value) =>
  value === null ? "-" : value >= 100 ? Math.round(value).toLocaleString("en") : String(roundTo(value, 3));

/** @param {any} scenario @param {import("../measure/create-results.mjs").Results} results @returns {string[]} */
function scenarioBlock(scenario, results) {
  const labels = scenario.variants.map((entry) => (typeof entry === "string" ? entry : entry.label));
  const has = (/** @type {string} */ label, /** @type {string} */ key) =>
    results.metric(scenario.name, label, key) !== null;
  const columns = COLUMNS.filter(([key]) => labels.some((label) => has(label, key)));
  const shown = labels.filter((label) => columns.some(([key]) => has(label, key)));
  const reasons = labels.flatMap((label) => {
    const reason = results.reason(scenario.name, label);
    return reason === null ? [] : [`  ${label}: left out, ${reason.split(" | ")[0]}`];
  });
  if (shown.length === 0 && reasons.length === 0) return [];
  const head = ["", ...columns.map(([, title]) => title)];
  const rows = shown.map((label) => [
    label,
    ...columns.map(([key]) => cell(results.metric(scenario.name, label, key))),
  ]);
  return [
    [`  ${scenario.name}: ${scenario.title}`, ...(rows.length === 0 ? [] : [table([head, ...rows])]), ...reasons].join(
      "\n",
    ),
  ];
}

/**
 * One bench as tables for a person: the scenarios with medians over the rounds, then the bars.
 * @param {any} bench
 * @param {import("../measure/create-results.mjs").Results} results
 * @returns {string}
 */
export function readable(bench, results) {
  const bars = judgeBars(bench.bars, results).map(({ bar, what, value, must, goal, met }) => [
    `${bar} ${what}`,
    cell(value),
    String(must),
    String(goal),
    MARKS[String(met)],
  ]);
  return [
    `${bench.name}: ${bench.title}`,
    ...bench.scenarios.flatMap((scenario) => scenarioBlock(scenario, results)),
    ...(bars.length === 0 ? [] : [table([["bar", "value", "must", "goal", ""], ...bars])]),
  ].join("\n\n");
}
