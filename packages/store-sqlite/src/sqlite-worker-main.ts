import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { loadDriver } from "./database/load-driver.js";
import { Engine } from "./worker/engine.js";
import { failureOf } from "./worker/failure-of.js";
import { openDatabase } from "./worker/open-database.js";
import { openingFailureOf } from "./worker/opening-failure-of.js";
import { realPathOf } from "./worker/real-path-of.js";
import type { Handlers, WorkerRequest } from "./worker/worker-messages.js";
import type { WorkerSettings } from "./worker/worker-settings.js";

const port = parentPort;
if (!port) throw new Error("sqlite-worker runs as a worker thread");
const settings = workerData as WorkerSettings;
// Begun before it is needed; what is wrong with it is told when the database is to be opened.
const driver = loadDriver(settings.driver);
driver.catch(() => undefined);

async function open(to: MessagePort): Promise<void> {
  try {
    const path = realPathOf(settings.path);
    const { database, recovery } = openDatabase(await driver, { ...settings, path });
    const engine = new Engine(database, path);
    const handlers: Handlers = engine;
    to.postMessage({ id: 0, answer: { opening: engine.opening(), recovery } });
    to.on("message", ({ id, operation, ask }: WorkerRequest) => {
      try {
        to.postMessage({ id, answer: handlers[operation](ask as never) });
      } catch (error) {
        to.postMessage({ id, failure: failureOf(error, settings.path) });
      }
      // The thread ends, and with it whatever the SQLite library still holds.
      if (operation === "close") to.close();
    });
  } catch (error) {
    to.postMessage({ id: 0, failure: openingFailureOf(error, settings.path) });
  }
}

// The first message asks for nothing but to open.
port.once("message", () => void open(port));
