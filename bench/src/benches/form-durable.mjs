import { playWebhooks } from "../webhooks/play-webhooks.mjs";

const OURS = "plugboard-form";
/** The same, without a handler: what is due before the answer. */
const RECORDING = "plugboard-form-record";
/** Nothing checked, but kept: what durability alone costs with the same store. */
const FLOOR = "fastify-form-store";
const BASELINE = "fastify-form";

/** @param {string} name @param {string} title @param {object} rest */
const scenario = (name, title, rest) => ({ name, title, play: playWebhooks, delaysMs: [], ...rest });
/** @param {import("../measure/create-results.mjs").Results} results */
const ratio = (results) => results.ratio("posts-64", "rate", OURS, BASELINE);
/** @param {import("../measure/create-results.mjs").Results} results */
const recordingRatio = (results) => results.ratio("posts-64", "rate", RECORDING, BASELINE);

/** Form submissions checked and recorded with their fsync, against a server that parses the same post and keeps nothing. */
export default {
  name: "form-durable",
  title: "form submissions checked and durable before the answer",
  scenarios: [
    scenario("posts-64", "64 connections", {
      params: { client: "webhooks-closed", connections: 64, request: "form" },
      quick: true,
      variants: [OURS, RECORDING, FLOOR, BASELINE],
    }),
    scenario("slow-512", "512 connections, +2 ms for each fsync", {
      slowFsync: true,
      params: { client: "webhooks-closed", connections: 512, request: "form" },
      variants: [OURS, RECORDING, FLOOR, BASELINE],
    }),
  ],
  headline: { variant: OURS, throughput: "posts-64", latency: "posts-64" },
  ratios: { scenario: "posts-64", key: "rate", others: { fastify: BASELINE } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    cpuRatio: {
      fastify: results.ratio("posts-64", "cpuUs", OURS, BASELINE),
      recording: results.ratio("posts-64", "cpuUs", RECORDING, BASELINE),
      floor: results.ratio("posts-64", "cpuUs", FLOOR, BASELINE),
    },
    // What the same store leaves of fastify's rate when nothing is checked or handled.
    floorRatio: results.ratio("posts-64", "rate", FLOOR, BASELINE),
  }),
  bars: /** @type {import("../measure/judge-bars.mjs").Bar[]} */ ([
    {
      bar: "form",
      what: "rate / fastify that parses the same post",
      must: 0.5,
      goal: 0.6,
      better: "higher",
      value: ratio,
    },
    {
      bar: "form",
      what: "rate without a handler / fastify that parses the same post",
      must: 0.5,
      goal: 0.6,
      better: "higher",
      value: recordingRatio,
    },
  ]),
};
