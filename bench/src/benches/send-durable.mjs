import { durableBars } from "./send-durable-bars.mjs";

const OURS = "plugboard-sqlite";
const throughput = (name, title, rest) => ({ name, title, probe: "throughput", ...rest });
const latency = (name, title, rest) => ({ name, title, probe: "latency", ...rest });

/** Dispatch that is durable before it leaves, against raw undici and durable queues. */
export default {
  name: "send-durable",
  title: "sending through a durable store",
  scenarios: [
    throughput("http-64", "64 submitters, provider answers at once", {
      params: { submitters: 64 },
      quick: true,
      quickVariants: ["raw-undici", OURS, "bullmq", "chat"],
      variants: ["raw-undici", OURS, "bullmq", "plainjob", "pg-boss", "graphile-worker", "chat"],
    }),
    throughput("http-256", "256 submitters", { params: { submitters: 256 }, variants: ["raw-undici", OURS] }),
    throughput("no-op", "64 submitters, provider does nothing", {
      delaysMs: [],
      params: { submitters: 64 },
      variants: [OURS, "notifme"],
    }),
    throughput("accept", "64 submitters, accepted only", {
      delaysMs: [],
      params: { submitters: 64, acceptOnly: true },
      variants: [OURS, "bullmq", "plainjob"],
    }),
    throughput("slow-512", "512 submitters, +2 ms for each fsync", {
      slowFsync: true,
      params: { submitters: 512 },
      quick: true,
      quickVariants: ["raw-undici", OURS],
      variants: ["raw-undici", OURS, "bullmq"],
    }),
    throughput("far-512", "512 lanes, provider answers after 50 ms", {
      delaysMs: [50],
      params: { submitters: 512, lanes: 512 },
      variants: ["raw-undici", OURS, "bullmq"],
    }),
    latency("open-200", "200 a second by the clock", {
      params: { ratePerSecond: 200 },
      variants: ["raw-undici", "journal", OURS, "bullmq"],
    }),
    latency("open-2000", "2,000 a second by the clock", {
      params: { ratePerSecond: 2_000 },
      quick: true,
      quickVariants: [OURS, "bullmq"],
      variants: ["raw-undici", OURS, "bullmq"],
    }),
    latency("slow-200", "200 a second, +2 ms for each fsync", {
      slowFsync: true,
      params: { ratePerSecond: 200 },
      variants: ["journal", OURS, "bullmq"],
    }),
    latency("slow-2000", "2,000 a second, +2 ms for each fsync", {
      slowFsync: true,
      params: { ratePerSecond: 2_000 },
      variants: [OURS, "plugboard-memory"],
    }),
  ],
  headline: { variant: OURS, throughput: "http-64", latency: "open-2000" },
  ratios: {
    scenario: "http-64",
    key: "rate",
    others: {
      undici: "raw-undici",
      bullmq: "bullmq",
      chat: "chat",
      plainjob: "plainjob",
      "pg-boss": "pg-boss",
      graphile: "graphile-worker",
    },
  },
  bars: durableBars(OURS),
};
