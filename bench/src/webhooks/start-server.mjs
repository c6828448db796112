import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./server-main.mjs", import.meta.url));

/**
 * Starts one server in a process of its own.
 * @param {string} server - a file in ./servers
 * @param {{ params: object, env: NodeJS.ProcessEnv }} options
 */
export async function startServer(server, { params, env }) {
  const child = fork(MAIN, [], { env, stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const answered = once(child, "message");
  child.send({ server, params });
  const [{ port, path, failed }] = await answered;
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  if (failed !== undefined) {
    await stop();
    throw new Error(failed);
  }
  return {
    port,
    path,
    stop,
    /** What the process used so far. */
    async ask() {
      const answer = once(child, "message");
      child.send({});
      return (await answer)[0];
    },
  };
}
