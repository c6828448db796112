import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What a process holds when nothing is under way. */
export interface Footprint {
  /** Heap and buffers that survive a garbage collection. Bytes. */
  readonly memoryBytes: number;
  /** Open TCP sockets, both ends, and name look-ups; not what listens. */
  readonly sockets: number;
}

/** Waits until sockets that are closing are closed, and measures. @param settledWhen - how many sockets belong there. */
export async function footprint(settledWhen: number): Promise<Footprint> {
  const until = performance.now() + 15_000;
  while (sockets() > settledWhen && performance.now() < until) await delay(50);
  // Twice, and a turn of the loop between, for what finalizers let go of.
  for (let round = 0; round < 4; round += 1) {
    collect();
    await delay(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return { memoryBytes: heapUsed + external, sockets: sockets() };
}

function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCPSocketWrap|TLSWrap|GetAddrInfo)/.test(name)).length;
}
