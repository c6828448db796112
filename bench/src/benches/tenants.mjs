import { fillAndLoad } from "../process/fill-and-load.mjs";

const OURS = "plugboard-sqlite";
const tenants = (/** @type {number} */ accounts) => ({ label: `${accounts}`, variant: OURS, params: { accounts } });

const memory = (/** @type {import("../measure/create-results.mjs").Results} */ results, /** @type {string} */ key) =>
  results.metric("memory", "10000", key) ?? results.metric("memory", "1000", key);

const loading =
  (/** @type {string} */ key) => (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.metric("load", OURS, key);

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
      params: { submitters: 64, opensFirst: true },
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
    {
      name: "load",
      title: "a host starts with 10,000 accounts of 5 channels",
      play: fillAndLoad,
      params: { accounts: 10_000, channels: 5 },
      delaysMs: [],
      rounds: 1,
      variants: [OURS],
    },
  ],
  headline: { variant: "10000", throughput: "steady" },
  ratios: { scenario: "steady", key: "cpuUs", others: { 1: "1" } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    firstUseUs: results.metric("steady", "10000", "firstUseUs"),
    usedTenantBytes: memory(results, "usedBytes"),
    loadMs: loading("loadMs")(results),
    loadCpuMs: loading("loadCpuMs")(results),
    loadedMb: loading("loadedMb")(results),
  }),
  bars: [
    {
      bar: "T1",
      what: "milliseconds to start with 10,000 accounts of 5 channels",
      must: 2_000,
      goal: 1_000,
      better: "lower",
      value: loading("loadMs"),
    },
    {
      bar: "T2",
      what: "megabytes then, at the most",
      must: 300,
      goal: 200,
      better: "lower",
      value: loading("loadedMb"),
    },
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
