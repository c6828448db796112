import { once } from "node:events";
import type { FaultRow } from "../../fault-row.js";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { textMessage } from "./http-protocol.js";
import { inParallel } from "./in-parallel.js";
import { movableProvider } from "./movable-provider.js";
import { blindlyResending } from "./mutants.js";
import { ACCOUNT, activateChannel, openHost } from "./open-host.js";
import { sendAndSettle } from "./run-case.js";
import { seededRandom } from "./seeded-random.js";

const AT_ONCE = 8;
const SHARE_LOST = 0.3;
const CHANNEL = "channel-1";

/**
 * "Processed, reply lost" before a provider's own simulator, where only a delivery report can settle it. Duplicated: messages the provider has more than
 * once. Lost: messages it does not have, or that are not settled by their report. Let in: requests against the provider's rules.
 */
export function settledByReportRow(fixtures: ProviderFixtures): FaultRow {
  const providerId = fixtures.provider.manifest.id;
  return {
    row: "B4",
    provider: providerId,
    title: "a reply that is lost after processing stays unknown until a report settles it, and makes no duplicate",
    run: async ({ sample, mutant, report }) => {
      const count = sample ? 40 : 1_000;
      const simulator = await fixtures.startSimulator({ credentials: fixtures.credentials });
      const plain = movableProvider(fixtures, { timeoutMs: 5_000, maxAttempts: 20 });
      const center = await openHost([mutant ? blindlyResending(plain) : plain]);
      const settings = { ...(fixtures.connect(simulator.origin).settings as object), origin: simulator.origin };
      await activateChannel(center, { providerId, channelId: CHANNEL, settings, secret: providerId });
      center.receive(() => undefined);
      const random = seededRandom(1);
      const unsettled = new Set<string>();
      let losses = 0;
      let lost = 0;
      await inParallel(Array.from({ length: count }), AT_ONCE, async (_none, index) => {
        if (random() < SHARE_LOST) {
          losses += 1;
          simulator.misbehave({ kind: "lose-answer" });
        }
        const { status } = await sendAndSettle(center, CHANNEL, textMessage(index));
        if (status.state === "unknown") unsettled.add(status.messageId);
        else if (status.state !== "received") {
          lost += 1;
          report(`message ${index} ended as ${status.state}, ${String(status.code)}`);
        }
      });
      const unknown = unsettled.size;
      if (losses === 0) throw new Error("no reply was lost: nothing was tried");
      const settled = new AbortController();
      center.on("delivery-reported", ({ messageId }) => {
        unsettled.delete(messageId);
        if (unsettled.size === 0) settled.abort();
      });
      for (const [index, message] of simulator.messages.entries()) {
        const { webhooks } = fixtures;
        // Where the provider's requests carry no id of ours, every message is reported.
        if (message.idempotencyKey !== undefined && !unsettled.has(message.idempotencyKey)) continue;
        const body = webhooks?.reports?.body({ message, status: "delivered", occurredAtMs: Date.now() });
        if (body === undefined || webhooks === undefined) throw new Error("the fixtures report nothing");
        const url = `https://host.example/webhooks/${CHANNEL}${body.query === undefined ? "" : `?${body.query}`}`;
        const { credentials } = fixtures;
        const signed = await webhooks.sign({
          ...body,
          url,
          deliveryId: `d-${index}`,
          signedAtMs: Date.now(),
          credentials,
        });
        const headers = { ...signed.headers, "content-type": body.contentType };
        const request = new Request(signed.url ?? url, { method: "POST", headers, body: Buffer.from(body.body) });
        const { status } = await center.fetch(request);
        if (status !== 200) throw new Error(`the host answered a report with ${status}`);
      }
      if (unsettled.size > 0) await Promise.race([once(settled.signal, "abort"), after(10_000)]);
      for (const messageId of unsettled) {
        const { state } = await center.messages.status(ACCOUNT, messageId);
        lost += 1;
        report(`${messageId} was not settled: ${state}`);
      }
      // Each message goes to a person of its own.
      const distinct = new Set(simulator.messages.map(({ to }) => to)).size;
      lost += count - distinct;
      report(`${count} messages, ${unknown} replies lost and unknown until their report`);
      const letIn = simulator.complaints.length;
      await center.close({ graceMs: 1_000 });
      await simulator.close();
      return { tried: count, lost, duplicated: simulator.messages.length - distinct, letIn };
    },
  };
}

const after = (delayMs: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, delayMs).unref());
