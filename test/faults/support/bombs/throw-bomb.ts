import type { BombedHost } from "./start-bombed-host.js";

export const LONGEST_STALL_MS = 100;
/** A machine that is busy with others stops any process for a while; what a bomb does, it does every time. */
const TIMES = 3;

/** What became of a bomb: its answer, the host's shortest stall of those it caused, and whether it got into every object. */
export interface BombResult {
  readonly status: number;
  readonly longestStallMs: number;
  readonly isPolluted: boolean;
}

/** @param send - resolves with the answer's status. Sent again while the host stalls too long. */
export async function throwBomb(host: BombedHost, send: () => Promise<number>): Promise<BombResult> {
  await host.stall();
  const status = await send();
  let longestStallMs = Number.POSITIVE_INFINITY;
  for (let time = 1; ; time += 1) {
    // What is answered may still be parsed.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const seen = await host.stall();
    longestStallMs = Math.min(longestStallMs, seen.longestStallMs);
    const { isPolluted } = seen;
    if (longestStallMs <= LONGEST_STALL_MS || isPolluted || time === TIMES)
      return { status, longestStallMs, isPolluted };
    await send();
  }
}
