const OURS = "plugboard-memory";
const metric =
  (/** @type {string} */ key) => (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.metric("refused", OURS, key);

/** What gates and hooks cost a message, all of them synchronous. */
export default {
  name: "gates",
  title: "gates and eight hooks",
  scenarios: [
    {
      name: "refused",
      title: "messages refused by the first gate and by the last hook, in turn",
      probe: "refusals",
      delaysMs: [],
      quick: true,
      variants: [OURS],
    },
  ],
  headline: { variant: OURS },
  ratios: { scenario: "refused", key: "lastHookUs", others: {} },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    Object.fromEntries(["firstGateUs", "lastHookUs", "gatesUs"].map((key) => [key, metric(key)(results)])),
  bars: [
    {
      bar: "P22",
      what: "microseconds of all gates but the first and eight hooks",
      must: 2,
      goal: 1,
      better: "lower",
      value: metric("gatesUs"),
    },
  ],
};
