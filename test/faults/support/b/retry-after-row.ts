import type { ContactCenter } from "@plugboard/core";
import { type FaultScript, type FaultStep, startFaultServer } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { httpProtocol, textMessage } from "./http-protocol.js";
import { inParallel } from "./in-parallel.js";
import { forgettingRetryAfter } from "./mutants.js";
import { ACCOUNT, activateChannel, openHost } from "./open-host.js";
import { sendAndSettle } from "./run-case.js";

/** Shorter than what is asked for: what a provider asks for is obeyed beyond it. */
const BACKOFF_MAX_MS = 1_500;
const DAY_SECONDS = 86_400;
const TOLERANCE = 0.1;
/** Messages that wait behind the one that was turned away. */
const OTHERS = 5;

interface Asked {
  readonly name: string;
  readonly status: 429 | 503;
  /** Made when the connection is, for dates. */
  header(nowMs: number): string;
  /** How long after the answer arrived the next attempt may begin. Milliseconds. */
  delayMs(header: string, answeredAtMs: number): number;
}

const seconds = (status: 429 | 503, count: number): Asked => ({
  name: `${status}-${count}-seconds`,
  status,
  header: () => String(count),
  delayMs: () => (count > DAY_SECONDS ? BACKOFF_MAX_MS : count * 1_000),
});
/** Dates have whole seconds: what was asked is what was written. */
const date = (status: 429 | 503, inMs: number): Asked => ({
  name: `${status}-date-in-${inMs}-ms`,
  status,
  header: (nowMs) => new Date(nowMs + inMs).toUTCString(),
  delayMs: (header, answeredAtMs) => Date.parse(header) - answeredAtMs,
});

const ALL: readonly Asked[] = [
  seconds(429, 1),
  seconds(429, 2),
  seconds(503, 1),
  seconds(503, 2),
  date(429, 2_500),
  date(503, 2_500),
  // More than is believed: the longest backoff.
  seconds(429, 999_999_999),
];

/**
 * A provider that asks to wait. Let in: attempts that came before the time or more than 10 % after it; with 429 also any other message of the
 * channel meanwhile. Lost and duplicated: as the provider counts them in the end.
 */
export const retryAfterRow: FaultRow = {
  row: "B3",
  provider: "http",
  title: "Retry-After is obeyed within 10 %, never early, and 429 holds up the whole channel",
  run: async ({ sample, mutant, report }) => {
    const all = sample ? ALL.slice(0, 2) : ALL;
    const provider = httpProtocol.provider({ maxAttempts: 3, backoffBaseMs: 20, backoffMaxMs: BACKOFF_MAX_MS });
    const center = await openHost([mutant ? forgettingRetryAfter(provider) : provider]);
    let [lost, duplicated, letIn] = [0, 0, 0];
    await inParallel(all, all.length, async (asked) => {
      let header = "";
      const script: FaultScript = ({ number }): readonly FaultStep[] => {
        if (number > 1) return [{ step: "receipt" }];
        header = asked.header(Date.now());
        return [{ step: "read-request" }, { step: "answer", status: asked.status, headers: [["retry-after", header]] }];
      };
      const server = await startFaultServer({ script });
      const channelId = asked.name;
      const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
      await activateChannel(center, { providerId: provider.manifest.id, channelId, settings, secret: "http" });
      const first = sendAndSettle(center, channelId, textMessage(0));
      const answeredAtMs = await firstTransferEnds(center, channelId);
      const askedMs = asked.delayMs(header, answeredAtMs);
      await Promise.all(
        Array.from({ length: OTHERS }, (_none, index) =>
          center.send({ accountId: ACCOUNT, channelId, ...textMessage(index + 1) }),
        ),
      );
      const { status } = await first;
      if (status.state !== "received") lost += 1;
      const repeated = server.exchanges.filter(
        ({ idempotencyKey }) => idempotencyKey === server.exchanges[0]?.idempotencyKey,
      )[1];
      const waitedMs = (repeated?.startedAtMs ?? 0) - answeredAtMs;
      // Clocks count whole milliseconds.
      if (waitedMs < askedMs - 1 || waitedMs > askedMs * (1 + TOLERANCE)) {
        letIn += 1;
        report(`${asked.name}: tried again after ${waitedMs} ms, asked were ${askedMs}`);
      }
      const early = server.exchanges.slice(1).filter(({ startedAtMs }) => startedAtMs - answeredAtMs < askedMs - 1);
      if (asked.status === 429 && early.length > 0) {
        letIn += early.length;
        report(`${asked.name}: ${early.length} messages did not wait`);
      }
      duplicated += server.log.duplicates;
      await server.close();
    });
    await center.close({ graceMs: 1_000 });
    return { tried: all.length * (1 + OTHERS), lost, duplicated, letIn };
  },
};

function firstTransferEnds(center: ContactCenter, channelId: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = center.on("transfer-closed", (entry) => {
      if (entry.channelId !== channelId) return;
      stop();
      resolve(entry.closedAtMs);
    });
  });
}
