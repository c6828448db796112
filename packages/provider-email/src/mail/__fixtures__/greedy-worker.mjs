// A worker that fills its heap.
import { parentPort } from "node:worker_threads";
parentPort.on("message", () => {
  const kept = [];
  for (;;) kept.push(new Array(1000).fill(kept.length));
});
parentPort.postMessage({ kind: "ready" });
