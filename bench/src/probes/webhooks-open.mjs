import { percentile } from "../measure/percentile.mjs";
import { openConnection } from "../webhooks/http-connection.mjs";
import { requestMaker } from "../webhooks/request-maker.mjs";

const CONNECTIONS = 16;
const WARM_MS = 500;

/**
 * Posts by the clock, whatever becomes of earlier posts; each is timed from when it was due.
 * @param {{ port: number, path: string, ratePerSecond: number, durationMs: number, request?: "call" }} params
 */
export default async function webhooksOpen({ port, path, ratePerSecond, durationMs, request }) {
  const create = requestMaker(request);
  const free = Array.from({ length: CONNECTIONS }, () => openConnection(port));
  const all = [...free];
  /** @type {(() => void)[]} */
  const waiting = [];
  const latencies = [];
  let refused = 0;
  let index = 0;
  const post = async (/** @type {number} */ dueAt, /** @type {boolean} */ counts) => {
    if (free.length === 0) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    const connection = free.pop();
    if (connection === undefined) throw new Error("no connection");
    if ((await connection.send(create(index++, path, port))) !== 200) refused += 1;
    if (counts) latencies.push(performance.now() - dueAt);
    free.push(connection);
    waiting.shift()?.();
  };
  const startedAt = performance.now();
  const under = [];
  const total = Math.round(((durationMs + WARM_MS) / 1_000) * ratePerSecond);
  for (let number = 0; number < total; number += 1) {
    const dueAt = startedAt + (number * 1_000) / ratePerSecond;
    const napMs = dueAt - performance.now();
    if (napMs > 0) await new Promise((resolve) => setTimeout(resolve, napMs));
    under.push(post(dueAt, dueAt - startedAt >= WARM_MS));
  }
  await Promise.all(under);
  for (const connection of all) connection.close();
  if (refused > 0) throw new Error(`${refused} webhooks were not acknowledged`);
  return { messages: latencies.length, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
}
