import { percentile } from "../measure/percentile.mjs";
import { runChild } from "../process/run-child.mjs";
import { startServer } from "../webhooks/start-server.mjs";

/**
 * Measures the chat: the host in one process, the visitors in another.
 * @param {{ params: any, env: NodeJS.ProcessEnv }} job
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function playChat({ params, env }) {
  let server;
  try {
    server = await startServer(params.variant, { params, env });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
  try {
    const { port, path } = server;
    /** @type {Promise<any> | undefined} */
    let open;
    const onProgress = () => void (open = server.ask());
    const outcome = await runChild({ probe: params.client, params: { ...params, port, path }, onProgress });
    if ("failed" in outcome) return outcome;
    const { messages } = outcome.result;
    const before = await open;
    if (params.client === "chat-idle") return { result: { messages, rssMb: before?.rssMb } };
    const { handled: latencies, rssMb, eventLoopP99Ms, cpuUs: cpuAfterUs } = await server.ask();
    // All threads of the host: HTTP, the commit and its fsync, the stream back to the visitor.
    const cpuUs = before === undefined ? undefined : (cpuAfterUs - before.cpuUs) / messages;
    if (latencies.length !== messages) return { failed: `${messages} written, ${latencies.length} handled` };
    return {
      result: {
        messages,
        rssMb,
        eventLoopP99Ms,
        cpuUs,
        p50Ms: percentile(latencies, 0.5),
        p99Ms: percentile(latencies, 0.99),
      },
    };
  } finally {
    await server.stop();
  }
}
