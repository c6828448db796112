import { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";
import { ThreadPort } from "./thread-port.js";

/**
 * Makes this process look like a worker thread to the module it is about to run: `parentPort`, `workerData` and `isMainThread` of
 * `node:worker_threads`.
 * @param post - to the connector whose thread it is.
 */
export function becomeThread(workerData: unknown, post: (data: unknown) => Promise<unknown>): ThreadPort {
  // A connector that is gone takes this process with it.
  const port = new ThreadPort((data) => void post(data).catch(() => undefined));
  for (const [name, value] of Object.entries({ parentPort: port, workerData, isMainThread: false }))
    Object.defineProperty(workerThreads, name, { value, enumerable: true });
  syncBuiltinESMExports();
  return port;
}
