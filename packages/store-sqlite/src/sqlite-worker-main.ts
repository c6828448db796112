import { parentPort, workerData } from "node:worker_threads";
import { loadDriver } from "./database/load-driver.js";
import { Engine } from "./worker/engine.js";
import { failureOf } from "./worker/failure-of.js";
import { openDatabase } from "./worker/open-database.js";
import { realPathOf } from "./worker/real-path-of.js";
import type { Handlers, WorkerRequest } from "./worker/worker-messages.js";
import type { WorkerSettings } from "./worker/worker-settings.js";

const port = parentPort;
if (!port) throw new Error("sqlite-worker runs as a worker thread");
const settings = workerData as WorkerSettings;

try {
  const path = realPathOf(settings.path);
  const { database, recovery } = openDatabase(await loadDriver(settings.driver), { ...settings, path });
  const engine = new Engine(database, path);
  const handlers: Handlers = engine;
  port.postMessage({ id: 0, answer: { opening: engine.opening(), recovery } });
  port.on("message", ({ id, operation, ask }: WorkerRequest) => {
    try {
      port.postMessage({ id, answer: handlers[operation](ask as never) });
    } catch (error) {
      port.postMessage({ id, failure: failureOf(error, settings.path) });
    }
    // The thread ends, and with it whatever the SQLite library still holds.
    if (operation === "close") port.close();
  });
} catch (error) {
  port.postMessage({ id: 0, failure: failureOf(error, settings.path) });
}
