import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/**
 * What the process holds now. Buffers are let go of by a thread of V8's, and ended processes by the event loop, both a little later:
 * the least of some looks counts.
 */
export async function standing(): Promise<{ heapBytes: number; handles: number; listeners: number }> {
  let heapBytes = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look += 1) {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    heapBytes = Math.min(heapBytes, heapUsed + arrayBuffers);
  }
  return {
    heapBytes,
    handles: process.getActiveResourcesInfo().filter((name) => name.endsWith("Wrap") && name !== "TTYWrap").length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}
