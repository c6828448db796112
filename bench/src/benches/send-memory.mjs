/** Dispatch without durability against raw undici and against peers that keep nothing either. */
const OURS = "plugboard-memory";

export default {
  name: "send-memory",
  title: "sending without a durable store",
  scenarios: [
    {
      name: "http",
      title: "64 submitters, provider answers at once",
      probe: "throughput",
      params: { submitters: 64 },
      quick: true,
      quickVariants: ["raw-undici", OURS, "notifme"],
      variants: ["raw-undici", OURS, "notifme", "chat"],
    },
    {
      name: "no-op",
      title: "64 submitters, provider does nothing: the framework alone",
      probe: "throughput",
      delaysMs: [],
      params: { submitters: 64 },
      quick: true,
      variants: [OURS, "notifme"],
    },
    {
      name: "open-2000",
      title: "2,000 a second by the clock",
      probe: "latency",
      params: { ratePerSecond: 2_000 },
      variants: [OURS, "raw-undici"],
    },
  ],
  headline: { variant: OURS, throughput: "http", latency: "open-2000" },
  ratios: { scenario: "http", key: "rate", others: { undici: "raw-undici", notifme: "notifme", chat: "chat" } },
  bars: [
    {
      bar: "P1",
      what: "rate / raw undici",
      must: 0.9,
      goal: 1.1,
      better: "higher",
      value: (results) => results.ratio("http", "rate", OURS, "raw-undici"),
    },
    {
      bar: "P2",
      what: "CPU, no-op provider / notifme",
      must: 0.6,
      goal: 0.4,
      better: "lower",
      value: (results) => results.ratio("no-op", "cpuUs", OURS, "notifme"),
    },
  ],
};
