const OURS = "plugboard-sqlite";
const HANG_MS = 3_000;
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

/** One provider of five hangs: what the messages of the other four wait for it. */
export default {
  name: "send-isolated",
  title: "five providers, 1,000 a second in all, times of the first four",
  scenarios: [
    isolation("all-well", "every provider answers at once", [0, 0, 0, 0, 0]),
    isolation("one-hangs", "the fifth answers after 3 s; BullMQ has one queue for all", [0, 0, 0, 0, HANG_MS]),
  ],
  headline: { variant: OURS, latency: "one-hangs" },
  ratios: { scenario: "one-hangs", key: "p99Ms", others: { bullmq: "bullmq" } },
  bars: [
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
