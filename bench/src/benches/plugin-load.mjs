import { CONNECTOR_BARS } from "./plugin-load-bars.mjs";

const PLUGINS = "plugboard-plugins";
const shape = (/** @type {string} */ label, /** @type {boolean} */ bundled) => ({
  label,
  variant: PLUGINS,
  params: { bundled },
});
const level = (/** @type {string} */ name, /** @type {number} */ rounds) => ({
  label: name,
  variant: PLUGINS,
  params: { level: name, rounds },
});
/** As `create-provider` makes them, with the host's contract and zod; and with both in a file of their own. */
const SHAPES = [shape("as-scaffolded", false), shape("bundled", true)];
const EXTRA = {
  connectorsMs: ["connectors", "as-scaffolded", "loadMs"],
  connectorsCpuMs: ["connectors", "as-scaffolded", "loadCpuMs"],
  bundledMs: ["connectors", "bundled", "loadMs"],
  isolatedStartMs: ["isolated", "as-scaffolded", "startMs"],
  isolatedFirstStartMs: ["isolated", "as-scaffolded", "firstStartMs"],
  isolatedToEmptyNode: ["isolated", "as-scaffolded", "toFloor"],
  bundledStartMs: ["isolated", "bundled", "startMs"],
  roundMs: ["rounds", "in-process", "roundMs"],
};
const load = (/** @type {string} */ name, /** @type {string} */ variant) => ({
  label: name,
  variant,
  params: { load: name },
});
const ratio = (/** @type {string} */ ours, /** @type {string} */ other) => (/** @type {any} */ results) =>
  results.ratio("import", "importMs", ours, other);

/** What a host pays at start: importing the core against its own dependencies and against peers, and loading connectors. */
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
        load("core-open", "plugboard-memory"),
        load("core-dependencies", "plugboard-memory"),
        load("core-provider-pool", "plugboard-memory"),
        load("dependencies-pool", "plugboard-memory"),
        load("notifme", "notifme"),
        load("chat", "chat"),
      ],
    },
    {
      name: "connectors",
      title: "50 connectors in process, none seen before: verified, laid down, imported, registered",
      probe: "connectors-load",
      params: { connectors: 50 },
      delaysMs: [],
      quick: true,
      quickVariants: ["as-scaffolded"],
      variants: SHAPES,
    },
    {
      name: "isolated",
      title: "until the first channel of an isolated connector is open; beside it, a Node that does nothing",
      probe: "isolated-start",
      params: { starts: 15 },
      delaysMs: [],
      quick: true,
      quickVariants: ["as-scaffolded"],
      variants: SHAPES,
    },
    {
      name: "rounds",
      title: "a connector loaded, used for one message and unloaded, again and again",
      probe: "connector-rounds",
      delaysMs: [],
      rounds: 1,
      timeoutMs: 600_000,
      variants: [level("in-process", 1_000), level("isolated", 200)],
    },
  ],
  headline: { variant: "core" },
  extra: (/** @type {any} */ results) => ({
    importMs: results.metric("import", "core", "importMs"),
    openMs: results.metric("import", "core-open", "importMs"),
    openToDependencies: ratio("core-open", "core-dependencies")(results),
    ...Object.fromEntries(
      Object.entries(EXTRA).map(([key, [scenario, label, name]]) => [key, results.metric(scenario, label, name)]),
    ),
  }),
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
    ...CONNECTOR_BARS,
  ],
};
