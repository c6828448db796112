import { createVisitors } from "../chat/visitor.mjs";

const WARM_MS = 1_000;

/**
 * Visitors with a live stream each write by the clock, whatever becomes of earlier messages. How long each took is measured where it arrives.
 * @param {{ port: number, path: string, visitors: number, ratePerSecond: number, durationMs: number }} params
 */
export default async function chatTalk({ port, path, visitors, ratePerSecond, durationMs }) {
  const { begin, listen, call } = createVisitors(port, path);
  const tokens = [];
  let heard = 0;
  for (let index = 0; index < visitors; index += 1) {
    const token = await begin();
    tokens.push(token);
    await listen(token, () => (heard += 1));
  }
  const say = (/** @type {number} */ number, /** @type {string} */ text) =>
    call("POST", "messages", { token: tokens[number % visitors], body: { id: `message-${number}`, text } });
  const talk = async (/** @type {number} */ from, /** @type {number} */ forMs, /** @type {boolean} */ counts) => {
    const total = Math.round((forMs / 1_000) * ratePerSecond);
    const startedAt = process.hrtime.bigint();
    const under = [];
    for (let number = 0; number < total; number += 1) {
      const due = startedAt + BigInt(Math.round((number * 1e9) / ratePerSecond));
      const napMs = Number(due - process.hrtime.bigint()) / 1e6;
      if (napMs > 0) await new Promise((resolve) => setTimeout(resolve, napMs));
      under.push(say(from + number, counts ? String(due) : "warm"));
    }
    await Promise.all(under);
    return total;
  };
  const warm = await talk(0, WARM_MS, false);
  const before = heard;
  process.send?.({ progress: "measured from here" });
  const messages = await talk(warm, durationMs, true);
  // Each comes back on its own visitor's stream.
  for (let turn = 0; turn < 500 && heard - before < messages; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  if (heard - before < messages) throw new Error(`${messages - (heard - before)} messages did not come back`);
  return { messages };
}
