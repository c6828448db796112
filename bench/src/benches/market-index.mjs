const OURS = "plugboard-marketplace";
const KEYS = ["elapsedMs", "readMs", "searchMs", "cpuMs", "textBytes"];

/** What a catalogue costs a host: a signed index, verified and searched. */
export default {
  name: "market-index",
  title: "an index of connectors, from its text to the hits of a search",
  scenarios: [
    {
      name: "index",
      title: "10,000 listings, signed: verified, parsed, searched, in a fresh process",
      probe: "market-index",
      params: { listings: 10_000 },
      delaysMs: [],
      quick: true,
      quickRounds: 3,
      variants: [OURS],
    },
  ],
  headline: { variant: OURS },
  ratios: { scenario: "index", key: "elapsedMs", others: {} },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    Object.fromEntries(KEYS.map((key) => [key, results.metric("index", OURS, key)])),
  bars: [
    {
      bar: "K4",
      what: "milliseconds for 10,000 listings",
      must: 1_000,
      goal: 400,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
        results.metric("index", OURS, "elapsedMs"),
    },
  ],
};
