import { setTimeout as pause } from "node:timers/promises";
import { startHttpProviderServer } from "@plugboard/provider-testkit/http-provider";
import type { FaultRow } from "../../fault-row.js";
import { percentile } from "../b/percentile.js";
import { HARMS, LET_LIVE } from "./harms.js";
import { buildHostile, type Hostile } from "./hostile.js";
import { API_KEY, openPair, type Pair } from "./open-pair.js";

const ACT = { actor: "row", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const EVERY_MS = 10;
const RATIO = 1.2;
/** What a timer of the system is worth on a busy machine. Milliseconds. */
const SLACK_MS = 3;
/** Blocks alone and beside take turns, and the median of the blocks' p99 counts on either side: what else the machine does falls on both. */
const BLOCKS = 10;
/** A machine that is busy with others spoils a measurement; a connector that holds up its neighbours spoils them all. */
const TRIES = 3;
/** Started again a second after each end, for as long as the row takes: more often than the doubling waits of a host let it, and never held off. */
const LIMITS = { memoryMb: 64, startTimeoutMs: 60_000, restartBaseMs: 1_000, restartMaxMs: 1_000, maxFailures: 100 };
/** The mutant's harm, in the host's own process, where it holds up everything. */
const HOLDING_UP = "hold up 100 ms";

/**
 * A connector that works beside an isolated one that does harm again and again. Let in: harms with which the working one's p99, from `send` to the
 * receipt, was more than 1.2 times what it is alone, plus 3 ms, in each of three measurements. Lost: of the working one's messages.
 */
export const neighboursRow: FaultRow = {
  row: "D2",
  provider: "isolated",
  title:
    "a connector that does harm moves the others' p99 by less than 1.2 times; the mutant does it in the host's process",
  async run({ sample, mutant, report }) {
    const hostile = await buildHostile();
    const perBlock = sample || mutant ? 50 : 300;
    const server = await startHttpProviderServer({ apiKey: API_KEY });
    const harms = mutant ? [HOLDING_UP] : [...Object.keys(HARMS), ...LET_LIVE].slice(0, sample ? 1 : undefined);
    let [tried, lost, letIn] = [0, 0, 0];
    try {
      for (const harm of harms) {
        let hasMoved = true;
        for (let attempt = 0; attempt < (mutant ? 1 : TRIES) && hasMoved; attempt += 1) {
          const { aloneMs, besideMs, missing } = await measure(hostile, server.baseUrl, harm, perBlock, mutant);
          tried += BLOCKS * perBlock;
          lost += missing;
          hasMoved = besideMs > RATIO * aloneMs + SLACK_MS;
          const figures = `p99 ${besideMs.toFixed(1)} ms beside it, ${aloneMs.toFixed(1)} ms alone`;
          report(`${harm}: ${figures} (medians of ${BLOCKS / 2} blocks of ${perBlock} messages each)`);
        }
        if (hasMoved) letIn += 1;
      }
    } finally {
      await server.close();
    }
    return { tried, lost, duplicated: 0, letIn };
  },
};

async function measure(hostile: Hostile, baseUrl: string, harm: string, perBlock: number, mutant: boolean) {
  const isolated = mutant ? undefined : await hostile.isolate({ limits: LIMITS });
  const pair = await openPair(isolated?.provider ?? hostile.provider, baseUrl);
  const alone: number[] = [];
  const beside: number[] = [];
  let missing = 0;
  try {
    const { providers } = pair.center;
    // Switched off, its messages wait; switched on, it does what they ask for, and again whenever it was started anew.
    await providers.disable("hostile", ACT);
    await block(pair, perBlock);
    for (let number = 0; number < BLOCKS; number += 1) {
      const isBeside = number % 2 === 1;
      if (isBeside) {
        await providers.enable("hostile", ACT);
        void pair.send("bad", harm).catch(() => undefined);
      }
      const times = await block(pair, perBlock);
      missing += times.filter((ms) => !Number.isFinite(ms)).length;
      (isBeside ? beside : alone).push(percentile(times, 99));
      if (isBeside) await providers.disable("hostile", ACT);
    }
    return { aloneMs: percentile(alone, 50), besideMs: percentile(beside, 50), missing };
  } finally {
    await pair.center.close({ graceMs: 0 });
    isolated?.close();
  }
}

/** Sends so many messages at a steady pace. @returns the time of each from `send` to its receipt; infinite when it was not received. */
async function block({ send }: Pair, count: number): Promise<readonly number[]> {
  const times: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAtMs = performance.now();
    times.push(
      send("good", "hello").then((status) =>
        status?.state === "received" ? performance.now() - startedAtMs : Number.POSITIVE_INFINITY,
      ),
    );
    await pause(EVERY_MS);
  }
  return Promise.all(times);
}
