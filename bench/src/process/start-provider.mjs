import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../provider/provider-main.mjs", import.meta.url));

/**
 * Starts the loopback provider in a process of its own.
 * @returns {Promise<{ url: string, ask: (question: object) => Promise<any>, stop: () => Promise<void> }>}
 *   `ask` gives the provider's counts; one question at a time
 */
export async function startProvider() {
  const child = fork(MAIN, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const [{ port }] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
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
