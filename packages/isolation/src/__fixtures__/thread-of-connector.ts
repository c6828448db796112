import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { attempts } from "./hostile-connector.js";

/** Tells what became of an attempt, or of the bytes that came. */
async function answer({ wish, bytes }: { readonly wish: string; readonly bytes: Uint8Array }): Promise<object> {
  const attempt = attempts[wish];
  if (attempt === undefined) return { sum: bytes.reduce((sum, one) => sum + one, 0), isMainThread, workerData };
  try {
    return { done: String(await attempt()) };
  } catch (error) {
    return { refused: error instanceof Error ? error.name : "unknown" };
  }
}

parentPort?.on("message", (message: Parameters<typeof answer>[0]) => {
  void answer(message).then((told) => parentPort?.postMessage(told));
});
