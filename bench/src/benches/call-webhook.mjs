import { playWebhooks } from "../webhooks/play-webhooks.mjs";

const OURS = "plugboard-calls";

/** @param {string} name @param {string} title @param {object} rest */
const scenario = (name, title, rest) => ({ name, title, play: playWebhooks, delaysMs: [], variants: [OURS], ...rest });
const bar = (what, better, must, goal, scenarioName, key) => ({
  bar: "calls",
  what,
  must,
  goal,
  better,
  value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.metric(scenarioName, OURS, key),
});

/** Calls that come in: verified, durable, the host asked, and its verbs out in the answer. */
export default {
  name: "call-webhook",
  title: "inbound calls answered with verbs",
  scenarios: [
    scenario("posts-64", "64 connections", {
      params: { client: "webhooks-closed", connections: 64, request: "call" },
      quick: true,
    }),
    scenario("open-100", "100 a second by the clock", {
      params: { client: "webhooks-open", ratePerSecond: 100, request: "call" },
      quick: true,
    }),
    // None of them ends: what the host holds at its peak holds all of them.
    scenario("live-10000", "10,000 live calls", {
      params: { client: "webhooks-counted", connections: 64, count: 10_000, request: "call" },
      ...{ quick: true, rounds: 1, quickRounds: 1 },
    }),
  ],
  headline: { variant: OURS, throughput: "posts-64", latency: "open-100" },
  ratios: { scenario: "posts-64", key: "rate", others: {} },
  bars: /** @type {import("../measure/judge-bars.mjs").Bar[]} */ ([
    bar("100 calls a second: p99 in ms", "lower", 50, 10, "open-100", "p99Ms"),
    bar("calls answered a second", "higher", 2_000, 4_000, "posts-64", "rate"),
    bar("10,000 live calls: MB of the whole process", "lower", 500, 300, "live-10000", "rssMb"),
  ]),
};
