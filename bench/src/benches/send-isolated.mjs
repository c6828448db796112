const OURS = "plugboard-sqlite";
const HANG_MS = 3_000;
const IN_PROCESS = "plugboard-memory";
const BROKERED = "plugboard-isolated";
const submitters = (/** @type {number} */ count, /** @type {boolean} */ quick) => ({
  name: `brokered-${count}`,
  title: `${count} submitters; the provider in the host's process, and in one of its own with every call brokered`,
  probe: "throughput",
  params: { submitters: count },
  quick,
  variants: [IN_PROCESS, BROKERED],
});
const isolation = (/** @type {string} */ name, /** @type {string} */ title, /** @type {number[]} */ delaysMs) => ({
  name,
  title,
  probe: "isolation",
  params: { ratePerSecond: 1_000 },
  quick: true,
  quickVariants: [OURS],
  delaysMs,
  variants: [OURS, "bullmq"],
});

/** One provider of five hangs: what the messages of the other four wait for it. A provider isolated: what its border costs a message. */
export default {
  name: "send-isolated",
  title: "five providers, 1,000 a second in all, times of the first four",
  scenarios: [
    isolation("all-well", "every provider answers at once", [0, 0, 0, 0, 0]),
    isolation("one-hangs", "the fifth answers after 3 s; BullMQ has one queue for all", [0, 0, 0, 0, HANG_MS]),
    submitters(64, true),
    submitters(512, false),
  ],
  headline: { variant: OURS, latency: "one-hangs" },
  ratios: { scenario: "one-hangs", key: "p99Ms", others: { bullmq: "bullmq" } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    Object.fromEntries(
      [
        ["brokeredRate", BROKERED, "rate"],
        ["brokeredCpuUs", BROKERED, "cpuUs"],
        ["inProcessRate", IN_PROCESS, "rate"],
        ["inProcessCpuUs", IN_PROCESS, "cpuUs"],
      ].map(([key, variant, name]) => [key, results.metric("brokered-64", variant, name)]),
    ),
  bars: [
    {
      bar: "K3",
      what: "rate of a brokered send / in process, 64 submitters",
      must: 0.5,
      goal: 0.8,
      better: "higher",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.ratio("brokered-64", "rate", BROKERED, IN_PROCESS),
    },
    {
      bar: "K3",
      what: "the same, 512 submitters",
      must: 0.5,
      goal: 0.8,
      better: "higher",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.ratio("brokered-512", "rate", BROKERED, IN_PROCESS),
    },
    {
      bar: "P17",
      what: "p99 of the others while one hangs / while all are well",
      must: 2,
      goal: 1.2,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) => {
        const [well, hangs] = ["all-well", "one-hangs"].map((scenario) => results.metric(scenario, OURS, "p99Ms"));
        return well && hangs ? hangs / well : null;
      },
    },
  ],
};
