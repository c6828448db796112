import { Worker } from "node:worker_threads";
import { provider as hostile } from "./hostile-connector.js";

const bytes = new Uint8Array([1, 2, 3]);

/** A connector that does in a thread what the text of a message names; `twice` keeps the first thread and starts another. */
export const provider: typeof hostile = {
  ...hostile,
  open: () => ({
    outboundMessages: {
      doSend: async ({ message }) => {
        const wish = message.content.type === "text" ? message.content.text : "";
        if (wish === "greet") return { outcome: "received", providerMessageId: "hello" };
        if (wish === "twice") begin();
        return { outcome: "received", providerMessageId: await inThread(wish) };
      },
    },
    close: () => Promise.resolve(),
  }),
};

const begin = () => new Worker(new URL("./thread.mjs", import.meta.url), { workerData: { greeting: "good day" } });

function inThread(wish: string): Promise<string> {
  const thread = wish === "no data" ? new Worker(new URL("./thread.mjs", import.meta.url)) : begin();
  return new Promise((resolve) => {
    thread.on("message", (answer) => {
      resolve(JSON.stringify(answer));
      void thread.terminate();
    });
    thread.on("error", (error: Error) => resolve(`error: ${error.name}`));
    thread.on("exit", () => resolve("exit"));
    thread.postMessage({ wish, bytes }, []);
  });
}
