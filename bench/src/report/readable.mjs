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
  ["heapBytes", "heap B"],
  ["rssMb", "RSS MB"],
];
const MARKS = { goal: "goal reached", must: "reached", no: "NOT reached", null: "not measured" };
const cell = (/** @type {number | null} */ value) =>
  value === null ? "-" : value >= 100 ? Math.round(value).toLocaleString("en") : String(roundTo(value, 3));

/** @param {any} scenario @param {import("../measure/create-results.mjs").Results} results */
function scenarioTable(scenario, results) {
  const labels = scenario.variants.map((entry) => (typeof entry === "string" ? entry : entry.label));
  const measured = COLUMNS.filter(([key]) =>
    labels.some((label) => results.metric(scenario.name, label, key) !== null),
  );
  const head = [`${scenario.name}: ${scenario.title ?? ""}`, ...measured.map(([, title]) => title)];
  const rows = labels.map((label) => {
    const reason = results.reason(scenario.name, label);
    return [
      reason === null ? label : `${label} (${reason})`,
      ...measured.map(([key]) => cell(results.metric(scenario.name, label, key))),
    ];
  });
  return measured.length === 0 && rows.every(([first]) => !first.includes("(")) ? null : table([head, ...rows]);
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
    ...bench.scenarios.flatMap((scenario) => scenarioTable(scenario, results) ?? []),
    ...(bars.length === 0 ? [] : [table([["bar", "value", "must", "goal", ""], ...bars])]),
  ].join("\n\n");
}
