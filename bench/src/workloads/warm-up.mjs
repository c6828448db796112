import { driveClosedLoop } from "./drive-closed-loop.mjs";

/** Below this many messages V8 still runs much of a variant's code unoptimised. */
const WARM_MESSAGES = 30_000;

/**
 * Sends until the code is hot: for `warmupMs`, and slow variants up to three times longer.
 * @param {import("../probes/open-variant.mjs").Line} line
 * @param {{ submitters: number, warmupMs: number, accounts?: number }} load - each account sends at least once
 * @returns {Promise<number>} the messages a second of the last piece
 */
export async function warmUp(line, { submitters, warmupMs, accounts = 0 }) {
  const startedAt = performance.now();
  let messages = 0;
  let rate = 0;
  for (let elapsed = 0; elapsed < warmupMs || (messages < WARM_MESSAGES && elapsed < 3 * warmupMs);) {
    const piece = await driveClosedLoop(line, { submitters, durationMs: warmupMs / 3 });
    messages += piece.count;
    rate = (piece.count / piece.elapsedMs) * 1_000;
    elapsed = performance.now() - startedAt;
  }
  return rate;
}
