import { scheduleOpenLoop } from "./schedule-open-loop.mjs";

/**
 * Sends by the clock and waits until every message has arrived.
 * @param {import("../probes/open-variant.mjs").Line} line
 * @param {{ ratePerSecond: number, durationMs: number }} load
 */
export async function driveOpenLoop(line, load) {
  await Promise.all(await scheduleOpenLoop(line, load));
  await line.settled();
}
