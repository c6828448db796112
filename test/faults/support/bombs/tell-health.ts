import { monitorEventLoopDelay } from "node:perf_hooks";
import type { BombedOrder, BombedTold } from "./start-bombed-host.js";

const LOOK_MS = 10;

/** What a host does in a process of its own: says where it is, then how it fares whenever it is asked. */
export function tellHealth(ready: Readonly<Record<string, string>>): void {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("start this with --expose-gc");
  const tell = (told: BombedTold): void => void process.send?.(told);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let peakBytes = 0;
  setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), LOOK_MS).unref();
  const collect = async (): Promise<void> => {
    // More than once, and a turn of the loop between, for what finalizers let go of.
    for (let round = 0; round < 4; round += 1) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  process.on("message", (order: BombedOrder) => {
    if (order === "memory") {
      void collect().then(() => {
        tell({ kind: "memory", rssBytes: process.memoryUsage.rss(), peakBytes });
        peakBytes = 0;
      });
      return;
    }
    delay.disable();
    const isPolluted = "polluted" in {} || Object.keys(Object.prototype).length > 0;
    tell({ kind: "stall", longestStallMs: delay.max / 1e6, isPolluted });
    delay.reset();
    delay.enable();
  });
  process.on("disconnect", () => process.exit(0));
  tell({ kind: "ready", ready });
}
