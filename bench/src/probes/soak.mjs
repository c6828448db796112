import { collectGarbage } from "../measure/collect-garbage.mjs";
import { driveClosedLoop } from "../workloads/drive-closed-loop.mjs";
import { openVariant } from "./open-variant.mjs";

const PIECES = 20;

/**
 * Sends very many messages and looks at memory after each twentieth of them.
 * @param {import("./open-variant.mjs").VariantSetup & { variant: string, submitters: number, count: number }} params
 */
export default async function soak({ variant, submitters, count, ...setup }) {
  const line = await openVariant(variant, setup);
  const startedAt = performance.now();
  /** @type {number[]} */
  const rssMb = [];
  for (let piece = 0; piece < PIECES; piece += 1) {
    await driveClosedLoop(line, { submitters, count: count / PIECES });
    collectGarbage();
    rssMb.push(process.memoryUsage.rss() / 1e6);
    process.send?.({ progress: `${((piece + 1) * count) / PIECES} messages, RSS ${Math.round(rssMb[piece])} MB` });
  }
  const fifth = rssMb[PIECES / 5 - 1];
  return {
    messages: count,
    rate: (count / (performance.now() - startedAt)) * 1_000,
    rssMb: rssMb[PIECES - 1],
    rssAfterFifthMb: fifth,
    rssGrowth: rssMb[PIECES - 1] / fifth,
  };
}
