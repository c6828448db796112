import { playWebhooks } from "../webhooks/play-webhooks.mjs";

const OURS = "plugboard-node";
/** The same, without a handler: what the others do before they answer, and not what they leave undone. */
const RECORDING = "plugboard-record";
/** By hand with the same store: what durability and a key for each delivery cost whoever acknowledges after them. */
const FLOOR = "node-hmac-store";
const MOUNTED = "plugboard-fastify";
const BASELINE = "fastify-hmac";

/** @param {string} name @param {string} title @param {object} rest */
const scenario = (name, title, rest) => ({ name, title, play: playWebhooks, delaysMs: [], ...rest });
/** @param {string} ours @param {string} other */
const ratio = (ours, other) => (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
  results.ratio("posts-64", "rate", ours, other);
const higher = (bar, what, must, goal, value) => ({ bar, what, must, goal, better: "higher", value });

/** Webhooks verified, recorded with their fsync and acknowledged, against servers that keep nothing and one that queues. */
export default {
  name: "webhook-durable",
  title: "webhooks verified and durable before the answer",
  scenarios: [
    scenario("posts-64", "64 connections", {
      params: { client: "webhooks-closed", connections: 64 },
      quick: true,
      quickVariants: [OURS, RECORDING, FLOOR, BASELINE, "fastify-bullmq", "chat-hono"],
      variants: [OURS, RECORDING, FLOOR, BASELINE, MOUNTED, "fastify-bare", "fastify-bullmq", "chat-hono"],
    }),
    scenario("open-100", "100 a second by the clock", {
      params: { client: "webhooks-open", ratePerSecond: 100 },
      quick: true,
      quickVariants: [OURS],
      variants: [OURS, BASELINE],
    }),
    scenario("slow-512", "512 connections, +2 ms for each fsync", {
      slowFsync: true,
      params: { client: "webhooks-closed", connections: 512 },
      variants: [OURS, BASELINE, "fastify-bullmq"],
    }),
  ],
  headline: { variant: OURS, throughput: "posts-64", latency: "open-100" },
  ratios: {
    scenario: "posts-64",
    key: "rate",
    others: {
      fastify: "fastify-bare",
      "fastify-hmac": BASELINE,
      "fastify-bullmq": "fastify-bullmq",
      chat: "chat-hono",
    },
  },
  /** CPU of the server a webhook, against the others': steadier than rates where the machine has other work. */
  extra: (results) => ({
    cpuRatio: {
      "fastify-hmac": results.ratio("posts-64", "cpuUs", OURS, BASELINE),
      "fastify-bullmq": results.ratio("posts-64", "cpuUs", OURS, "fastify-bullmq"),
      chat: results.ratio("posts-64", "cpuUs", OURS, "chat-hono"),
      recording: results.ratio("posts-64", "cpuUs", RECORDING, BASELINE),
      mounted: results.ratio("posts-64", "cpuUs", MOUNTED, BASELINE),
      floor: results.ratio("posts-64", "cpuUs", FLOOR, BASELINE),
    },
    // What the same store leaves of the baseline's rate when nothing else is done.
    floorRatio: results.ratio("posts-64", "rate", FLOOR, BASELINE),
  }),
  bars: /** @type {import("../measure/judge-bars.mjs").Bar[]} */ ([
    higher("P15", "rate / fastify + HMAC, nothing kept", 0.75, 0.88, ratio(OURS, BASELINE)),
    higher("P15", "rate without a handler / fastify + HMAC, nothing kept", 0.75, 0.88, ratio(RECORDING, BASELINE)),
    higher("P15", "mounted in fastify / fastify + HMAC, nothing kept", 0.7, 0.79, ratio(MOUNTED, BASELINE)),
    higher("P16", "rate / fastify + HMAC + BullMQ", 1.5, 1.9, ratio(OURS, "fastify-bullmq")),
    higher("P16", "rate / chat's webhook path", 7, 9, ratio(OURS, "chat-hono")),
    {
      bar: "C",
      what: "100 a second: p99 in ms",
      must: 100,
      goal: 10,
      better: "lower",
      value: (results) => results.metric("open-100", OURS, "p99Ms"),
    },
  ]),
};
