import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../provider/provider-main.mjs", import.meta.url));

/**
 * Starts the loopback providers in a process of their own.
 * @returns {Promise<{ urls: string[], ask: (question: object) => Promise<any>, stop: () => Promise<void> }>}
 *   one origin for each provider; `ask` gives their counts, one question at a time
 */
export async function startProvider() {
  const child = fork(MAIN, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const [{ ports }] = await once(child, "message");
  return {
    urls: ports.map((/** @type {number} */ port) => `http://127.0.0.1:${port}`),
    async ask(question) {
      const answered = once(child, "message");
      child.send(question);
      const [answer] = await answered;
      return answer;
    },
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
