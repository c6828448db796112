const load = (/** @type {string} */ name, /** @type {string} */ variant) => ({
  label: name,
  variant,
  params: { load: name },
});
const ratio = (/** @type {string} */ ours, /** @type {string} */ other) => (/** @type {any} */ results) =>
  results.ratio("import", "importMs", ours, other);

/** What a host pays at start: importing the core against its own dependencies and against peers. */
export default {
  name: "plugin-load",
  title: "importing the core and a provider in a fresh process",
  scenarios: [
    {
      name: "import",
      title: "milliseconds to import",
      probe: "import-time",
      rounds: 21,
      quickRounds: 3,
      quick: true,
      delaysMs: [],
      variants: [
        load("core", "plugboard-memory"),
        load("core-dependencies", "plugboard-memory"),
        load("core-provider-pool", "plugboard-memory"),
        load("dependencies-pool", "plugboard-memory"),
        load("notifme", "notifme"),
        load("chat", "chat"),
      ],
    },
  ],
  headline: { variant: "core" },
  extra: (/** @type {any} */ results) => ({ importMs: results.metric("import", "core", "importMs") }),
  ratios: { scenario: "import", key: "importMs", others: { notifme: "notifme", chat: "chat" } },
  bars: [
    {
      bar: "P20",
      what: "import core / import of its dependencies",
      must: 1.15,
      goal: 1.05,
      better: "lower",
      value: ratio("core", "core-dependencies"),
    },
    {
      bar: "P20",
      what: "import core / import notifme",
      must: 0.45,
      goal: 0.34,
      better: "lower",
      value: ratio("core", "notifme"),
    },
    {
      bar: "P21",
      what: "core, a provider and a first pool / dependencies, undici and a pool",
      must: 1.2,
      goal: 1.1,
      better: "lower",
      value: ratio("core-provider-pool", "dependencies-pool"),
    },
  ],
};
