/** @typedef {import("../measure/create-results.mjs").Results} Results */
const metric =
  (/** @type {string} */ scenario, /** @type {string} */ label, /** @type {string} */ key) =>
  (/** @type {Results} */ results) =>
    results.metric(scenario, label, key);

/** Connectors as packages: loaded, isolated, and gone without a trace. */
export const CONNECTOR_BARS = [
  {
    bar: "K1",
    what: "milliseconds to load 50 connectors in process",
    must: 1_500,
    goal: 750,
    better: "lower",
    value: metric("connectors", "as-scaffolded", "loadMs"),
  },
  {
    bar: "K2",
    what: "milliseconds until the first channel of an isolated connector is open",
    must: 150,
    goal: 100,
    better: "lower",
    value: metric("isolated", "as-scaffolded", "startMs"),
  },
  {
    bar: "K5",
    what: "bytes of heap that stay a round of loading, sending and unloading, in process",
    must: 2_048,
    goal: 512,
    better: "lower",
    value: metric("rounds", "in-process", "heapBytesPerRound"),
  },
  ...["in-process", "isolated"].flatMap((level) =>
    ["handlesLeft", "listenersLeft"].map((key) => ({
      bar: "K5",
      what: `${key === "handlesLeft" ? "open handles" : "listeners"} that stay after all rounds, ${level}`,
      must: 0,
      goal: 0,
      better: "lower",
      value: metric("rounds", level, key),
    })),
  ),
];
