import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { nodeWebSockets } from "@plugboard/http-adapters/websocket";
import { livechat, type LivechatSettingsInput } from "@plugboard/provider-livechat";
import { sqliteStore } from "@plugboard/store-sqlite";
import { z } from "zod";
import { chatCredentials } from "./start-chat-site.js";

/** A chat's host in a process of its own, so that it can be killed: started with file, port and the website's origin, spoken to by messages. */
const [file = "", port = "0", origin = "", mode = ""] = process.argv.slice(2);
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const settings: LivechatSettingsInput = {
  name: "Example shop",
  origins: [origin],
  countries: ["DE"],
  presence: "always",
  limits: {
    messagesPerMinute: 600,
    messagesPerHourAndAddress: 1_000_000,
    messagesPerDayAndAddress: 1_000_000,
    sessionsPerMinuteAndAddress: 10_000,
  },
};
const center = await createContactCenter({
  store: sqliteStore(file),
  authority: { unchecked: "a test" },
  providers: [livechat],
  secrets: memorySecrets({ chat: chatCredentials }),
});
const known = center.channels.list("acme").some(({ channelId }) => channelId === "chat");
if (!known)
  await center.channels.activate({
    accountId: "acme",
    channelId: "chat",
    providerId: "livechat",
    settings,
    secret: "chat",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("livechat", settings),
    residency: { zones: ["EEA"] },
  });
center.receive(({ event, eventId }) => {
  if (event.type === "message") process.send?.({ kind: "message", eventId, from: event.from.value, text: event.text });
});
const orderSchema = z.union([
  z.object({ to: z.string(), text: z.string(), key: z.string() }),
  z.object({ ask: z.literal("health") }),
]);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const isPolluted = (): boolean => "polluted" in {} || Object.keys(Object.prototype).length > 0;
process.on("message", (message) => {
  const order = orderSchema.parse(message);
  if ("ask" in order) {
    globalThis.gc?.();
    const health = { longestStallMs: delay.max / 1e6, rssBytes: process.memoryUsage().rss, isPolluted: isPolluted() };
    delay.reset();
    process.send?.({ kind: "health", ...health });
    return;
  }
  const { to, text, key } = order;
  void center
    .send({
      accountId: "acme",
      channelId: "chat",
      recipients: [{ address: { kind: "session", value: to } }],
      content: { type: "text", text },
      idempotencyKey: key,
    })
    .then((result) => process.send?.({ kind: "accepted", key, accepted: result.accepted }));
});
const answerer = nodeWebhooks(center);
const server = createServer((request, response) => {
  // For checks of the checks: what a host does that merges whatever comes in.
  if (mode === "careless") {
    const emit = request.emit.bind(request);
    request.emit = (name: string, ...values: unknown[]) => {
      if (name === "data" && /"(?:__proto__|constructor|prototype)"/.test(String(values[0])))
        Object.assign(Object.prototype, { polluted: true });
      return emit(name, ...values);
    };
  }
  void answerer(request, response);
});
server.on("upgrade", nodeWebSockets(center));
server.listen(Number(port), "127.0.0.1", () => {
  process.send?.({ kind: "ready", port: (server.address() as AddressInfo).port });
});
