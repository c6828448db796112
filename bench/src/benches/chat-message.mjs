import { playChat } from "../chat/play-chat.mjs";
import { playWidget } from "../chat/play-widget.mjs";

const OURS = "plugboard-chat";
/** node:http with the same store and nothing else: what a synced message and an open stream cost on this machine at this moment. */
const FLOOR = "node-chat";
/** @param {string} name @param {string} title @param {object} rest */
const scenario = (name, title, rest) => ({ name, title, play: playChat, delaysMs: [], variants: [OURS], ...rest });
/** @param {string} what @param {number} must @param {number} goal @param {string} scenarioName @param {string} key */
const lower = (what, must, goal, scenarioName, key) => ({
  bar: "chat",
  what,
  must,
  goal,
  better: "lower",
  value: (/** @type {import("../measure/create-results.mjs").Results} */ results) =>
    results.metric(scenarioName, OURS, key),
});

/** A visitor's message from the browser's post to the operator's handler, durable in between; what idle visitors weigh; what the element costs a page. */
export default {
  name: "chat-message",
  title: "live chat: visitor to operator, idle visitors, the element on a slow processor",
  scenarios: [
    scenario("live-200", "200 live visitors, 200 messages a second by the clock", {
      variants: [OURS, FLOOR],
      params: { client: "chat-talk", visitors: 200, ratePerSecond: 200 },
      quick: true,
    }),
    scenario("live-200-slow", "200 live visitors, 200 messages a second, +2 ms for each fsync", {
      slowFsync: true,
      params: { client: "chat-talk", visitors: 200, ratePerSecond: 200 },
    }),
    scenario("idle-5000", "5,000 open streams and nothing said", {
      variants: [OURS, FLOOR],
      params: { client: "chat-idle", visitors: 5_000 },
      rounds: 1,
      quickRounds: 1,
      quick: true,
    }),
    scenario("widget", "the element: parsed, run and painted, processor four times slower", {
      play: playWidget,
      rounds: 1,
      quickRounds: 1,
      quick: true,
    }),
  ],
  headline: { variant: OURS, throughput: "idle-5000", latency: "live-200" },
  ratios: { scenario: "live-200", key: "p50Ms", others: {} },
  extra: (/** @type {import("../measure/create-results.mjs").Results} */ results) => ({
    widgetMs: results.metric("widget", OURS, "widgetMs"),
    widgetFloorMs: results.metric("widget", OURS, "widgetFloorMs"),
    floor: {
      p50Ms: results.metric("live-200", FLOOR, "p50Ms"),
      p99Ms: results.metric("live-200", FLOOR, "p99Ms"),
      idleRssMb: results.metric("idle-5000", FLOOR, "rssMb"),
    },
  }),
  bars: [
    lower("visitor to operator: p50 in ms", 15, 5, "live-200", "p50Ms"),
    lower("visitor to operator: p99 in ms", 60, 25, "live-200", "p99Ms"),
    lower("+2 ms fsync: p50 in ms", 15, 8, "live-200-slow", "p50Ms"),
    lower("5,000 idle streams: MB of the host's process", 300, 250, "idle-5000", "rssMb"),
    lower("the element at a fourth of the speed: parse, run, first paint, ms", 100, 60, "widget", "widgetMs"),
  ],
};
