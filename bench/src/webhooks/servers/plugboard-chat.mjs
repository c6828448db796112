import { createServer } from "node:http";
import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { livechat } from "@plugboard/provider-livechat";
import { sqliteStore } from "@plugboard/store-sqlite";

const act = { actor: "bench", authority: "administrator", at: "2026-01-01T00:00:00Z" };
const settings = {
  name: "Bench",
  origins: ["https://bench.invalid"],
  countries: ["DE"],
  presence: "always",
  limits: {
    messagesPerMinute: 600,
    messagesPerHourAndAddress: 1_000_000,
    messagesPerDayAndAddress: 1_000_000,
    sessionsPerMinuteAndAddress: 10_000,
  },
};

/**
 * A host with a chat on the durable store. A visitor's text is the time it was due, by the machine's own clock; `handled` is how long each took until
 * the operator's handler had it.
 * @param {{ directory: string }} params
 */
export default async function startChat({ directory }) {
  const center = await createContactCenter({
    store: sqliteStore(join(directory, "plugboard.db")),
    providers: [livechat],
    authority: { unchecked: "the bench acts for its own accounts" },
    secrets: memorySecrets({ chat: { sessionSecret: "session-secret-of-the-bench-0123456789" } }),
  });
  await center.channels.activate({
    accountId: "bench",
    channelId: "chat",
    providerId: "livechat",
    settings,
    secret: "chat",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("livechat", settings),
    residency: { zones: ["EEA"] },
  });
  /** @type {number[]} */
  let latencies = [];
  center.receive(({ event }) => {
    if (event.type === "message" && event.text !== "warm")
      latencies.push(Number(process.hrtime.bigint() - BigInt(event.text)) / 1e6);
  });
  // As fastify has it: making the posts can take longer than node's five seconds.
  const server = createServer({ keepAliveTimeout: 72_000 }, nodeWebhooks(center));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const handled = () => {
    const all = latencies;
    latencies = [];
    return all;
  };
  return { port: server.address().port, path: "/sites/chat", handled };
}
