import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Starts to watch the event loop, with a timer of one millisecond.
 * @returns {() => number} stops and gives the 99th percentile in milliseconds, the timer's own millisecond included
 */
export function startLoopDelayMeter() {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return () => {
    histogram.disable();
    return histogram.percentile(99) / 1e6;
  };
}
