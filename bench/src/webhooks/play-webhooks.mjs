import { runChild } from "../process/run-child.mjs";
import { startServer } from "./start-server.mjs";

/**
 * Measures one server: it in one process, the client in another.
 * @param {{ params: any, env: NodeJS.ProcessEnv }} job
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function playWebhooks({ params, env }) {
  let server;
  try {
    server = await startServer(params.variant, { params, env });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
  try {
    /** @type {Promise<any>[]} */
    const asked = [];
    const onProgress = () => void asked.push(server.ask());
    const { port, path } = server;
    const outcome = await runChild({ probe: params.client, params: { ...params, port, path }, onProgress });
    if ("failed" in outcome) return outcome;
    const [before, after = await server.ask()] = await Promise.all(asked);
    const { rssMb, eventLoopP99Ms } = after;
    const cpuUs = before === undefined ? undefined : (after.cpuUs - before.cpuUs) / outcome.result.messages;
    return { result: { ...outcome.result, rssMb, eventLoopP99Ms, ...(cpuUs === undefined ? {} : { cpuUs }) } };
  } finally {
    await server.stop();
  }
}
