const OURS = "plugboard-sqlite";
const tenants = (/** @type {number} */ accounts) => ({ label: `${accounts}`, variant: OURS, params: { accounts } });

const memory = (/** @type {import("../measure/create-results.mjs").Results} */ results, /** @type {string} */ key) =>
  results.metric("memory", "10000", key) ?? results.metric("memory", "1000", key);

/** Growth in accounts, each with a channel of its own: the cost of a message and of an account that is idle. */
export default {
  name: "tenants",
  title: "growth in accounts, durable, provider does nothing",
  scenarios: [
    {
      name: "steady",
      title: "64 submitters, messages go round the accounts",
      probe: "throughput",
      delaysMs: [],
      params: { submitters: 64 },
      rounds: 3,
      quick: true,
      quickVariants: ["1", "10000"],
      variants: [1, 100, 10_000, 100_000].map(tenants),
    },
    {
      name: "memory",
      title: "heap of one account among so many",
      probe: "tenant-memory",
      delaysMs: [],
      rounds: 1,
      quick: true,
      quickVariants: ["1000"],
      variants: [tenants(1_000), tenants(10_000)],
    },
  ],
  headline: { variant: "10000", throughput: "steady" },
  ratios: { scenario: "steady", key: "cpuUs", others: { 1: "1" } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    usedTenantBytes: memory(results, "usedBytes"),
  }),
  bars: [
    {
      bar: "P18",
      what: "CPU a message at 100,000 accounts / at 1",
      must: 1.25,
      goal: 1.15,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.ratio("steady", "cpuUs", "100000", "1"),
    },
    {
      bar: "P18",
      what: "CPU a message at 10,000 accounts / at 1",
      must: 1.25,
      goal: 1.15,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.ratio("steady", "cpuUs", "10000", "1"),
    },
    {
      bar: "P19",
      what: "bytes of an idle account",
      must: 1_024,
      goal: 512,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) => memory(results, "idleBytes"),
    },
  ],
};
