// A worker that dies of an error which quotes the message.
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ bytes }) => {
  throw new Error(`cannot read ${Buffer.from(bytes).toString("latin1")}`);
});
parentPort.postMessage({ kind: "ready" });
