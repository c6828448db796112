import { startLoopDelayMeter } from "../measure/loop-delay.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";
import { percentile } from "../measure/percentile.mjs";
import { driveOpenLoop } from "../workloads/drive-open-loop.mjs";
import { warmUp } from "../workloads/warm-up.mjs";
import { openVariant } from "./open-variant.mjs";

const WARM_SUBMITTERS = 16;

/**
 * How long a message takes from the instant it is due until it is done, at a fixed rate.
 * @param {import("./open-variant.mjs").VariantSetup & { variant: string, ratePerSecond: number, warmupMs: number, durationMs: number }} params
 */
export default async function latency(params) {
  const { variant, ratePerSecond, warmupMs, durationMs } = params;
  const line = await openVariant(variant, params);
  await warmUp(line, { submitters: WARM_SUBMITTERS, warmupMs });
  await driveOpenLoop(line, { ratePerSecond, durationMs: warmupMs });
  line.takeLatencies();
  const readLoopDelay = startLoopDelayMeter();
  await driveOpenLoop(line, { ratePerSecond, durationMs });
  const eventLoopP99Ms = readLoopDelay();
  const samples = line.takeLatencies().map(({ ms }) => ms);
  await line.close();
  return {
    messages: samples.length,
    p50Ms: percentile(samples, 0.5),
    p99Ms: percentile(samples, 0.99),
    eventLoopP99Ms,
    rssMb: peakRssMb(),
  };
}
