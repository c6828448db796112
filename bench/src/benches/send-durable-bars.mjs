/** Two group commits of a disk that takes two milliseconds for each: no durable send can be done sooner. */
const TWO_FSYNCS_MS = 4.1;

/**
 * @typedef {import("../measure/create-results.mjs").Results} Results
 * @param {string} ours
 * @returns {import("../measure/judge-bars.mjs").Bar[]}
 */
export function durableBars(ours) {
  const ratio = (scenario, key, other) => (/** @type {Results} */ results) => results.ratio(scenario, key, ours, other);
  const higher = (bar, what, must, goal, value) => ({ bar, what, must, goal, better: "higher", value });
  const lower = (bar, what, must, goal, value) => ({ bar, what, must, goal, better: "lower", value });
  const slowP50 = (/** @type {Results} */ results) => {
    const p50Ms = results.metric("slow-200", ours, "p50Ms");
    return p50Ms === null ? null : p50Ms / TWO_FSYNCS_MS;
  };
  return /** @type {import("../measure/judge-bars.mjs").Bar[]} */ ([
    lower("P3", "CPU, no-op provider / notifme without durability", 1, 0.75, ratio("no-op", "cpuUs", "notifme")),
    higher("P4", "rate, 256 submitters / raw undici", 0.75, 0.95, ratio("http-256", "rate", "raw-undici")),
    higher("P5", "rate / BullMQ", 3.2, 5, ratio("http-64", "rate", "bullmq")),
    higher("P6", "rate / plainjob", 5, 6.7, ratio("http-64", "rate", "plainjob")),
    higher("P6", "rate / pg-boss", 9, 12.7, ratio("http-64", "rate", "pg-boss")),
    higher("P6", "rate / graphile-worker", 10, 14.8, ratio("http-64", "rate", "graphile-worker")),
    higher("P7", "accepted a second / BullMQ", 3, 4, ratio("accept", "acceptedRate", "bullmq")),
    lower("P8", "CPU, client and server / BullMQ", 0.33, 0.22, ratio("http-64", "totalCpuUs", "bullmq")),
    higher("P9", "+2 ms fsync: rate / raw undici", 0.8, 0.95, ratio("slow-512", "rate", "raw-undici")),
    higher("P9", "+2 ms fsync: rate / BullMQ", 4, 5, ratio("slow-512", "rate", "bullmq")),
    lower(
      "P10",
      "+2 ms fsync: event-loop p99 / no store",
      1.5,
      1.2,
      ratio("slow-2000", "eventLoopP99Ms", "plugboard-memory"),
    ),
    lower("P11", "200/s: p50 / BullMQ", 0.55, 0.4, ratio("open-200", "p50Ms", "bullmq")),
    lower("P11", "200/s: p99 / BullMQ", 0.85, 0.65, ratio("open-200", "p99Ms", "bullmq")),
    lower("P12", "+2 ms fsync, 200/s: p50 / two fsyncs", 1.4, 1.2, slowP50),
    lower("P12", "+2 ms fsync, 200/s: p99 / BullMQ", 0.3, 0.2, ratio("slow-200", "p99Ms", "bullmq")),
    lower("P13", "2,000/s: p99 / BullMQ", 0.3, 0.15, ratio("open-2000", "p99Ms", "bullmq")),
    higher("P14", "50 ms provider, 512 lanes: rate / raw undici", 0.9, 0.97, ratio("far-512", "rate", "raw-undici")),
  ]);
}
