import { playWebhooks } from "../webhooks/play-webhooks.mjs";

const OURS = "plugboard-form";
const BASELINE = "fastify-form";

/** @param {string} name @param {string} title @param {object} rest */
const scenario = (name, title, rest) => ({ name, title, play: playWebhooks, delaysMs: [], ...rest });
/** @param {import("../measure/create-results.mjs").Results} results */
const ratio = (results) => results.ratio("posts-64", "rate", OURS, BASELINE);

/** Form submissions checked and recorded with their fsync, against a server that parses the same post and keeps nothing. */
export default {
  name: "form-durable",
  title: "form submissions checked and durable before the answer",
  scenarios: [
    scenario("posts-64", "64 connections", {
      params: { client: "webhooks-closed", connections: 64, request: "form" },
      quick: true,
      variants: [OURS, BASELINE],
    }),
    scenario("slow-512", "512 connections, +2 ms for each fsync", {
      slowFsync: true,
      params: { client: "webhooks-closed", connections: 512, request: "form" },
      variants: [OURS, BASELINE],
    }),
  ],
  headline: { variant: OURS, throughput: "posts-64", latency: "posts-64" },
  ratios: { scenario: "posts-64", key: "rate", others: { fastify: BASELINE } },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    cpuRatio: { fastify: results.ratio("posts-64", "cpuUs", OURS, BASELINE) },
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
  ]),
};
