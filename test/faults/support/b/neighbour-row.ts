import { setTimeout as pause } from "node:timers/promises";
import {
  createHttpProvider,
  type FaultStep,
  type HttpProviderServer,
  startHttpProviderServer,
} from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { textMessage } from "./http-protocol.js";
import { busyFor } from "./mutants.js";
import { ACCOUNT, activateChannel, openHost } from "./open-host.js";
import { percentile } from "./percentile.js";
import { startFailingServer } from "./start-failing-server.js";

/** Faults of the neighbour. */
const FAULTS: Readonly<Record<string, readonly FaultStep[]>> = {
  hangs: [{ step: "read-request" }, { step: "hang" }],
  resets: [{ step: "read-head" }, { step: "reset" }],
  "answers 503": [{ step: "read-request" }, { step: "answer", status: 503, body: "{}" }],
};
const WARM_UP = 50;
const EVERY_MS = 10;
/** The neighbour gets a message for so many of the healthy one's; each is tried twice. More than a hung one can take. */
const NEIGHBOUR_EVERY = 4;
const RATIO = 1.2;
/** What a timer of the system is worth on a busy machine. Milliseconds. */
const SLACK_MS = 3;
/**
 * Blocks alone and beside the neighbour take turns, and the median of the blocks' p99 counts on either side: so what else the machine does
 * falls on both, and a burst of it on neither.
 */
const BLOCKS = 10;
/** A machine that is busy with others spoils a measurement; a provider that holds up its neighbours spoils them all. */
const TRIES = 3;

/**
 * A healthy provider beside one that fails. Let in: neighbours with which the healthy one's p99, from `send` to the receipt, was more than 1.2
 * times what it is alone, plus 3 ms, in each of three measurements. Lost, duplicated: of the healthy one's messages.
 */
export const neighbourRow: FaultRow = {
  row: "B7",
  provider: "http",
  title: "a failing neighbour moves the healthy provider's p99 by less than 1.2 times",
  run: async ({ sample, mutant, report }) => {
    const perBlock = sample ? 50 : 300;
    const faults = Object.entries(FAULTS).slice(0, sample || mutant ? 1 : undefined);
    const tries = mutant ? 1 : TRIES;
    let [tried, lost, duplicated, letIn] = [0, 0, 0, 0];
    for (const [name, steps] of faults) {
      const pair = await openPair(steps, mutant);
      await pair.measure(WARM_UP, false);
      let sent = WARM_UP;
      let moved = true;
      for (let attempt = 1; attempt <= tries && moved; attempt += 1) {
        const alone: number[] = [];
        const beside: number[] = [];
        for (let block = 0; block < BLOCKS; block += 1) {
          const isBeside = block % 2 === 1;
          (isBeside ? beside : alone).push(percentile(await pair.measure(perBlock, isBeside), 99));
        }
        sent += BLOCKS * perBlock;
        const [aloneMs, besideMs] = [percentile(alone, 50), percentile(beside, 50)];
        moved = besideMs > RATIO * aloneMs + SLACK_MS;
        const figures = `p99 ${besideMs.toFixed(1)} ms beside it, ${aloneMs.toFixed(1)} ms alone`;
        report(`neighbour ${name}: ${figures} (medians of ${BLOCKS / 2} blocks of ${perBlock} messages each)`);
      }
      if (moved) letIn += 1;
      tried += sent;
      const { messages } = pair.healthy;
      const distinct = new Set(messages.map(({ text }) => text)).size;
      lost += sent - distinct;
      duplicated += messages.length - distinct;
      await pair.close();
    }
    return { tried, lost, duplicated, letIn };
  },
};

interface Pair {
  readonly healthy: HttpProviderServer;
  /** Sends so many messages at a steady pace. @returns the time of each from `send` to its receipt, in milliseconds. */
  measure(count: number, withNeighbour: boolean): Promise<readonly number[]>;
  close(): Promise<void>;
}

async function openPair(steps: readonly FaultStep[], mutant: boolean): Promise<Pair> {
  const healthy = await startHttpProviderServer();
  const failing = await startFailingServer(steps);
  const limits = { maxAttempts: 2, backoffBaseMs: 500, backoffMaxMs: 500 };
  const neighbour = createHttpProvider({ id: "neighbour", timeoutMs: 1_000, limits });
  const center = await openHost([createHttpProvider(), mutant ? busyFor(neighbour, 100) : neighbour]);
  for (const [providerId, { baseUrl }] of Object.entries({ http: healthy, neighbour: failing })) {
    const settings = { baseUrl, countries: ["DE"] };
    await activateChannel(center, { providerId, channelId: providerId, settings, secret: "http" });
  }
  let number = 0;
  const next = (channelId: string) => {
    number += 1;
    return center.send({ accountId: ACCOUNT, channelId, ...textMessage(number) });
  };
  const timed = async (): Promise<number> => {
    const startedAtMs = performance.now();
    const sent = await next("http");
    if (!sent.accepted) throw new Error(`refused: ${sent.refusal.code}`);
    await center.messages.settled(ACCOUNT, sent.messageId);
    return performance.now() - startedAtMs;
  };
  return {
    healthy,
    measure: async (count, withNeighbour) => {
      const times: Promise<number>[] = [];
      for (let index = 0; index < count; index += 1) {
        if (withNeighbour && index % NEIGHBOUR_EVERY === 0) void next("neighbour");
        times.push(timed());
        await pause(EVERY_MS);
      }
      return Promise.all(times);
    },
    close: async () => {
      await center.close({ graceMs: 0 });
      await healthy.close();
      await failing.close();
    },
  };
}
