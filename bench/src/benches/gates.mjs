const refusal = (/** @type {string} */ refuseBy) => ({
  label: refuseBy,
  variant: "plugboard-memory",
  params: { refuseBy },
});

/** What gates and hooks cost a message, all of them synchronous. */
export default {
  name: "gates",
  title: "gates and eight hooks",
  scenarios: [
    {
      name: "refused",
      title: "a message refused by the first gate, by the gate of its content, by the last hook",
      probe: "refusals",
      delaysMs: [],
      quick: true,
      variants: [refusal("first-gate"), refusal("content-gate"), refusal("last-hook")],
    },
  ],
  headline: { variant: "last-hook", throughput: "refused" },
  ratios: { scenario: "refused", key: "cpuUs", others: { "first-gate": "first-gate" } },
  bars: [
    {
      bar: "P22",
      what: "microseconds of all gates but the first and eight hooks",
      must: 2,
      goal: 1,
      better: "lower",
      value: (/** @type {import("../measure/create-results.mjs").Results} */ results) => {
        const [first, last] = ["first-gate", "last-hook"].map((label) => results.metric("refused", label, "cpuUs"));
        return first === null || last === null ? null : Math.max(0, last - first);
      },
    },
  ],
};
