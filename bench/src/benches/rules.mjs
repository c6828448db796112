const OURS = "plugboard-sqlite";
const of = (/** @type {"spine" | "everything"} */ rules) => ({ label: rules, variant: OURS, params: { rules } });
const ratio =
  (/** @type {string} */ scenario, /** @type {string} */ key) =>
  (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.ratio(scenario, key, "everything", "spine");

/** What the rules cost: the spine with gates that have nothing to decide and no ledger, against every gate busy and the ledger sealed. */
export default {
  name: "rules",
  title: "every gate and the ledger, against the spine alone",
  scenarios: [
    {
      name: "http",
      title: "durable, 64 submitters, provider answers at once",
      probe: "throughput",
      params: { submitters: 64 },
      quick: true,
      quickRounds: 3,
      variants: [of("spine"), of("everything")],
    },
    {
      name: "no-op",
      title: "durable, 64 submitters, provider does nothing: the framework alone",
      probe: "throughput",
      delaysMs: [],
      params: { submitters: 64 },
      variants: [of("spine"), of("everything")],
    },
  ],
  headline: { variant: "everything", throughput: "http" },
  ratios: { scenario: "http", key: "cpuUs", others: { spine: "spine" } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    rateHttp: ratio("http", "rate")(results),
    cpuNoOp: ratio("no-op", "cpuUs")(results),
  }),
  bars: [
    {
      bar: "G1",
      what: "CPU a message over HTTP, everything on / spine",
      must: 1.15,
      goal: 1.1,
      better: "lower",
      value: ratio("http", "cpuUs"),
    },
    {
      bar: "G2",
      what: "rate over HTTP, everything on / spine",
      must: 0.85,
      goal: 0.9,
      better: "higher",
      value: ratio("http", "rate"),
    },
  ],
};
