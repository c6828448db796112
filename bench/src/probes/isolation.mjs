import { setTimeout as wait } from "node:timers/promises";
import { percentile } from "../measure/percentile.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";
import { scheduleOpenLoop } from "../workloads/schedule-open-loop.mjs";
import { openVariant } from "./open-variant.mjs";

const POLL_MS = 10;
/** The probe waits no longer for a message; one that has not arrived by then counts as this. Milliseconds. */
const PATIENCE_MS = 6_000;

/**
 * How long messages take to the providers that work, while the last of them may hang. Messages go round by the clock.
 * @param {import("./open-variant.mjs").VariantSetup & { variant: string, ratePerSecond: number, warmupMs: number, durationMs: number }} params
 */
export default async function isolation(params) {
  const { variant, ratePerSecond, warmupMs, durationMs, providerUrls } = params;
  const line = await openVariant(variant, params);
  const first = (await scheduleOpenLoop(line, { ratePerSecond, durationMs: 2 * warmupMs })).length;
  const measured = (await scheduleOpenLoop(line, { ratePerSecond, durationMs })).length;

  const works = (/** @type {number} */ index) => index % providerUrls.length !== providerUrls.length - 1;
  const expected = Array.from({ length: measured }, (_, step) => first + step).filter(works).length;
  /** @type {number[]} */
  const samples = [];
  for (let waited = 0; samples.length < expected && waited < PATIENCE_MS; waited += POLL_MS) {
    await wait(POLL_MS);
    for (const { index, ms } of line.takeLatencies()) if (index >= first && works(index)) samples.push(ms);
  }
  const arrived = samples.length;
  while (samples.length < expected) samples.push(PATIENCE_MS);
  // Not closed: that would wait for the provider that hangs. The process ends instead.
  return { messages: arrived, p50Ms: percentile(samples, 0.5), p99Ms: percentile(samples, 0.99), rssMb: peakRssMb() };
}
