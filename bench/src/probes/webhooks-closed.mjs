import { percentile } from "../measure/percentile.mjs";
import { openConnection } from "../webhooks/http-connection.mjs";
import { requestMaker } from "../webhooks/request-maker.mjs";

/** Requests made beforehand: more than any server answers in the window. */
const MOST_PER_MS = 75;

/**
 * Posts from a number of connections, each the next webhook when its last was answered. Says `begin` and `end` around the window.
 * @param {{ port: number, path: string, connections: number, warmupMs: number, windowMs: number, request?: "call" | "form" }} params
 */
export default async function webhooksClosed({ port, path, connections, warmupMs, windowMs, request }) {
  const create = requestMaker(request);
  const open = Array.from({ length: connections }, () => openConnection(port));
  let next = 0;
  const make = (/** @type {number} */ count) => Array.from({ length: count }, () => create(next++, path, port));
  const run = async (/** @type {Buffer[]} */ requests, /** @type {number} */ forMs) => {
    const latencies = new Float64Array(requests.length);
    let taken = 0;
    let answered = 0;
    let refused = 0;
    const startedAt = performance.now();
    const drive = async (/** @type {ReturnType<typeof openConnection>} */ connection) => {
      while (taken < requests.length && performance.now() - startedAt < forMs) {
        const request = requests[taken];
        taken += 1;
        const beganAt = performance.now();
        if ((await connection.send(request)) !== 200) refused += 1;
        latencies[answered] = performance.now() - beganAt;
        answered += 1;
      }
    };
    await Promise.all(open.map(drive));
    return { answered, refused, elapsedMs: performance.now() - startedAt, latencies: latencies.subarray(0, answered) };
  };
  await run(make(Math.ceil(warmupMs * MOST_PER_MS)), warmupMs);
  const requests = make(Math.ceil(windowMs * MOST_PER_MS));
  process.send?.({ progress: "begin" });
  const { answered, refused, elapsedMs, latencies } = await run(requests, windowMs);
  process.send?.({ progress: "end" });
  for (const connection of open) connection.close();
  if (refused > 0) throw new Error(`${refused} of ${answered} webhooks were not acknowledged`);
  return {
    messages: answered,
    rate: (answered / elapsedMs) * 1_000,
    p50Ms: percentile([...latencies], 0.5),
    p99Ms: percentile([...latencies], 0.99),
  };
}
