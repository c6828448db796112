const OURS = "plugboard-sqlite";
const metric =
  (/** @type {string} */ key) => (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.metric("entries", OURS, key) ?? results.metric("entries-quick", OURS, key);
/** Seconds for a million, from the CPU of one: verification is one thread that never waits. */
const secondsForMillion = (/** @type {any} */ results) => metric("verifyUs")(results);

/** What sealing costs an entry, and how long it takes to verify them all. */
export default {
  name: "ledger",
  title: "entries of the ledger: sealed, and verified offline",
  scenarios: [
    {
      name: "entries",
      title: "1,000,000 entries in groups of 500",
      probe: "ledger",
      delaysMs: [],
      params: { entries: 1_000_000 },
      timeoutMs: 600_000,
      rounds: 1,
      variants: [OURS],
    },
    {
      name: "entries-quick",
      title: "20,000 entries in groups of 500",
      probe: "ledger",
      delaysMs: [],
      params: { entries: 20_000 },
      quick: true,
      quickOnly: true,
      rounds: 1,
      variants: [OURS],
    },
  ],
  headline: { variant: OURS },
  ratios: { scenario: "entries", key: "verifyUs", others: {} },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    Object.fromEntries(
      ["entries", "verifyMs", "verifyUs", "sealUs", "referenceUs", "storedUs", "bytesPerEntry"].map((key) => [
        key,
        metric(key)(results),
      ]),
    ),
  bars: [
    {
      bar: "L1",
      what: "CPU seconds to verify 1,000,000 entries",
      must: 20,
      goal: 10,
      better: "lower",
      value: secondsForMillion,
    },
    {
      bar: "L2",
      what: "microseconds on the event loop for the reference of a recipient",
      must: 1,
      goal: 0.7,
      better: "lower",
      value: metric("referenceUs"),
    },
    {
      bar: "L3",
      what: "microseconds in the worker to seal an entry",
      must: 5,
      goal: 3,
      better: "lower",
      value: metric("sealUs"),
    },
  ],
};
