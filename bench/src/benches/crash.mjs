import { fillAndOpen } from "../process/fill-and-open.mjs";
import { killAndRecover } from "../process/kill-and-recover.mjs";

const OURS = "plugboard-sqlite";
const metric = (/** @type {string} */ scenario, /** @type {string} */ key) => (/** @type {any} */ results) =>
  results.metric(scenario, OURS, key) ?? results.metric(`${scenario}-quick`, OURS, key);
const killed = (name, title, rest) => ({ name, title, play: killAndRecover, rounds: 1, variants: [OURS], ...rest });
const opened = (name, title, rest) => ({ name, title, play: fillAndOpen, delaysMs: [], variants: [OURS], ...rest });

/** What kill -9 costs: acknowledged messages that are lost, and the time until the host is back. */
export default {
  name: "crash",
  title: "kill -9 at full flight, and starting on a full store",
  scenarios: [
    killed("kill", "killed 20 times", { params: { lives: 20, lifeMs: 4_000 } }),
    killed("kill-quick", "killed 3 times", { params: { lives: 3, lifeMs: 700 }, quickOnly: true }),
    opened("open", "1,000,000 messages, 10,000 of them waiting", {
      params: { rows: 1_000_000, openRows: 10_000, doing: "never" },
      rounds: 1,
    }),
    opened("open-quick", "20,000 messages, 10,000 of them waiting", {
      params: { rows: 20_000, openRows: 10_000, doing: "never" },
      quickOnly: true,
      rounds: 1,
    }),
  ],
  headline: { variant: OURS },
  ratios: { scenario: "kill", key: "acknowledged", others: {} },
  extra: (/** @type {any} */ results) => ({
    acknowledged: metric("kill", "acknowledged")(results),
    lost: metric("kill", "lost")(results),
    repeated: metric("kill", "repeated")(results),
    openMs: metric("open", "openMs")(results),
  }),
  bars: [
    { bar: "P23", what: "acknowledged and lost", must: 0, goal: 0, better: "lower", value: metric("kill", "lost") },
    {
      bar: "P23",
      what: "milliseconds to start on a full store",
      must: 200,
      goal: 50,
      better: "lower",
      value: metric("open", "openMs"),
    },
  ],
};
