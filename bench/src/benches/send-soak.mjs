const OURS = "plugboard-sqlite";

/** A million messages through the durable store: memory stays where it was after the first fifth. */
export default {
  name: "send-soak",
  title: "1,000,000 messages, memory over time",
  onlyByName: true,
  scenarios: [
    {
      name: "soak",
      title: "256 submitters",
      probe: "soak",
      params: { submitters: 256, count: 1_000_000 },
      rounds: 1,
      quick: true,
      timeoutMs: 900_000,
      variants: [OURS],
    },
  ],
  headline: { variant: OURS, throughput: "soak" },
  ratios: { scenario: "soak", key: "rate", others: {} },
  bars: [
    {
      bar: "P23",
      what: "RSS after 1,000,000 messages / after 200,000",
      must: 1.2,
      goal: 1.1,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.metric("soak", OURS, "rssGrowth"),
    },
  ],
};
