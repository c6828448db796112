import type { ContactCenter, MessageStatus } from "@plugboard/core";
import {
  createHttpProvider,
  type HttpProviderServer,
  signHttpWebhook,
  startHttpProviderServer,
} from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { textMessage } from "./http-protocol.js";
import { inParallel } from "./in-parallel.js";
import { blindlyResending } from "./mutants.js";
import { ACCOUNT, activateChannel, openHost, SECRETS } from "./open-host.js";
import { type Loss, startReplyLosingProxy } from "./reply-losing-proxy.js";
import { sendAndSettle } from "./run-case.js";
import { seededRandom } from "./seeded-random.js";

const AT_ONCE = 16;
const TIMEOUT_MS = 500;
const MODES = ["key", "lookup", "callback", "none"] as const;
/** Where an answer that was lost is never made up for by the host itself. */
const STAYS_UNKNOWN: ReadonlySet<string> = new Set(["callback", "none"]);
const SHARE_LOST = 0.3;
/** Few: each of them costs the time of one attempt. */
const SHARE_SILENT = 0.02;

/**
 * "Processed, reply lost" for four kinds of provider: one that takes a key, one that can be asked, one that only reports, one that does
 * nothing of it. Duplicated: messages the provider has more than once. Lost: messages it does not have, or whose end is not told where key,
 * lookup or report can settle it. Let in: requests against the provider's rules.
 */
export const lostReplyRow: FaultRow = {
  row: "B4",
  provider: "http",
  title: "a reply that is lost after processing costs no message and makes no duplicate",
  run: async ({ sample, mutant, report }) => {
    const count = sample ? 60 : 1_000;
    let [lost, duplicated, letIn] = [0, 0, 0];
    for (const mode of MODES) {
      const limits = { maxAttempts: 20, backoffBaseMs: 5, backoffMaxMs: 50, concurrency: AT_ONCE };
      const plain = createHttpProvider({ idempotency: mode, timeoutMs: TIMEOUT_MS, limits });
      const server = await startHttpProviderServer({ honoursKeys: mode === "key" });
      const random = seededRandom(1);
      const proxy = await startReplyLosingProxy(server.port, () => lossOf(random()));
      const center = await openHost([mutant ? blindlyResending(plain) : plain]);
      const settings = { baseUrl: `http://127.0.0.1:${proxy.port}`, countries: ["DE"] };
      await activateChannel(center, { providerId: "http", channelId: mode, settings, secret: "http" });
      const unknown: string[] = [];
      const complain = (index: number, { state, code }: MessageStatus): void => {
        lost += 1;
        report(`${mode}: message ${index} ended as ${state}, ${String(code)}`);
      };
      await inParallel(Array.from({ length: count }), AT_ONCE, async (_none, index) => {
        const { status } = await sendAndSettle(center, mode, textMessage(index));
        if (status.state === "unknown" && STAYS_UNKNOWN.has(mode)) unknown.push(status.messageId);
        else if (status.state !== "received") complain(index, status);
      });
      if (mode === "callback") {
        await reportDelivered(center, mode, unknown);
        for (const [index, messageId] of unknown.entries()) {
          const status = await center.messages.status(ACCOUNT, messageId);
          if (status.state !== "delivered") complain(index, status);
        }
      }
      const counted = countMessages(server, count);
      lost += counted.missing;
      duplicated += counted.twice;
      letIn += server.complaints.length;
      report(
        `${mode}: ${count} messages, ${proxy.losses} replies lost, ${server.repeats} repeats answered with the first result`,
      );
      if (proxy.losses === 0) throw new Error("no reply was lost: nothing was tried");
      await center.close({ graceMs: 1_000 });
      await proxy.close();
      await server.close();
    }
    return { tried: count * MODES.length, lost, duplicated, letIn };
  },
};

function lossOf(random: number): Loss {
  if (random < SHARE_SILENT) return "silent";
  if (random < SHARE_LOST / 2) return "closed";
  return random < SHARE_LOST ? "reset" : "none";
}

function countMessages(server: HttpProviderServer, count: number): { missing: number; twice: number } {
  const distinct = new Set(server.messages.map(({ text }) => text)).size;
  return { missing: count - distinct, twice: server.messages.length - distinct };
}

/** Posts a delivery report for each message, as the provider does, and waits until the host has applied them. */
async function reportDelivered(center: ContactCenter, channelId: string, references: readonly string[]): Promise<void> {
  // Deliveries wait until somebody takes them.
  center.receive(() => Promise.resolve());
  const reported = new Promise<void>((resolve) => {
    let left = references.length;
    if (left === 0) resolve();
    center.on("delivery-reported", () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  for (const [index, reference] of references.entries()) {
    const body = JSON.stringify({
      events: [{ type: "status", message_id: `m-${index}`, reference, status: "delivered" }],
    });
    const headers = signHttpWebhook({
      secret: SECRETS.http.webhookSecret,
      id: `hook-${index}`,
      timestampSeconds: Math.floor(Date.now() / 1_000),
      body,
    });
    const url = `https://host.example/webhooks/${channelId}`;
    const answer = await center.fetch(new Request(url, { method: "POST", headers, body }));
    if (answer.status !== 204) throw new Error(`the host answered a report with ${answer.status}`);
  }
  await reported;
}
