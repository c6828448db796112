import { startCpuMeter } from "../measure/cpu-meter.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";
import { driveClosedLoop } from "../workloads/drive-closed-loop.mjs";
import { warmUp } from "../workloads/warm-up.mjs";
import { openVariant } from "./open-variant.mjs";

/**
 * How many messages a second go through, and what each costs. The warm-up also tells how many messages fill the window.
 * @param {import("./open-variant.mjs").VariantSetup & { variant: string, submitters: number, warmupMs: number, windowMs: number, accounts?: number, opensFirst?: boolean }} params - `opensFirst`: each
 *   account's channel is used once before anything is measured, which opens it
 */
export default async function throughput(params) {
  const { variant, submitters, windowMs } = params;
  const line = await openVariant(variant, params);
  const firstUseUs = params.opensFirst ? await openAll(line, { submitters, count: params.accounts }) : undefined;
  const warmRate = await warmUp(line, params);
  const count = Math.max(submitters, Math.round((warmRate * windowMs) / 1_000));
  const readCpu = startCpuMeter(params.serverPid);
  const run = await driveClosedLoop(line, { submitters, count });
  const cpu = readCpu();
  await line.close();
  return {
    messages: run.count,
    rate: (run.count / run.elapsedMs) * 1_000,
    acceptedRate: (run.count / run.acceptedMs) * 1_000,
    cpuUs: cpu.cpuUs / run.count,
    serverCpuUs: cpu.serverCpuUs / run.count,
    totalCpuUs: (cpu.cpuUs + cpu.serverCpuUs) / run.count,
    rssMb: peakRssMb(),
    ...(firstUseUs === undefined ? {} : { firstUseUs }),
  };
}

/** CPU microseconds of the first message of a channel. */
async function openAll(line, { submitters, count }) {
  const readCpu = startCpuMeter(undefined);
  await driveClosedLoop(line, { submitters, count });
  return readCpu().cpuUs / count;
}
