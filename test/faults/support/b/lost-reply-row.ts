import { createHttpProvider, type HttpProviderServer, startHttpProviderServer } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { textMessage } from "./http-protocol.js";
import { inParallel } from "./in-parallel.js";
import { blindlyResending } from "./mutants.js";
import { activateChannel, openHost } from "./open-host.js";
import { type Loss, startReplyLosingProxy } from "./reply-losing-proxy.js";
import { sendAndSettle } from "./run-case.js";
import { seededRandom } from "./seeded-random.js";

const AT_ONCE = 16;
const TIMEOUT_MS = 500;
const MODES = ["key", "lookup", "none"] as const;
const SHARE_LOST = 0.3;
/** Few: each of them costs the time of one attempt. */
const SHARE_SILENT = 0.02;

/**
 * "Processed, reply lost" for three kinds of provider: one that takes a key, one that can be asked, one that can neither. Duplicated: messages
 * the provider has more than once. Lost: messages it does not have, or that are not `received` where key or lookup can settle them.
 * Let in: requests against the provider's rules, and answers of a lookup that were taken for a new message.
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
      const maxAttempts = mode === "none" ? 1 : limits.maxAttempts;
      await inParallel(Array.from({ length: count }), AT_ONCE, async (_none, index) => {
        const { status } = await sendAndSettle(center, mode, textMessage(index), maxAttempts);
        if (status.state !== "received" && !(mode === "none" && status.state === "unknown")) {
          lost += 1;
          report(`${mode}: message ${index} ended as ${status.state}, ${String(status.code)}`);
        }
      });
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
