import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { twilio } from "@plugboard/provider-telephony/twilio";
import { sqliteStore } from "@plugboard/store-sqlite";
import { PUBLIC_URL, TWILIO } from "../create-call-webhook.mjs";

/** Calls come in through Twilio: verified, recorded with their fsync, the host asked, its verbs out as TwiML. */
export default async function start({ directory }) {
  const center = await createContactCenter({
    store: sqliteStore(join(directory, "plugboard.db")),
    providers: [twilio],
    authority: { unchecked: "the bench acts for its own accounts" },
    secrets: memorySecrets({ twilio: { authToken: TWILIO.authToken } }),
    webhooks: { publicBaseUrl: PUBLIC_URL },
  });
  const settings = {
    accountSid: TWILIO.accountSid,
    from: TWILIO.from,
    region: { id: "ie1" },
    webhookUrl: `${PUBLIC_URL}/webhooks/voice-1`,
  };
  const act = { actor: "bench", authority: "administrator", at: "2026-01-01T00:00:00Z" };
  const result = await center.channels.activate({
    accountId: "account-0",
    channelId: "voice-1",
    providerId: "telephony-twilio",
    channelKind: "voice",
    settings,
    secret: "twilio",
    instructed: act,
    shown: center.channels.disclosure("telephony-twilio", settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!result.activated) throw new Error("the channel was not activated");
  center.calls.answerWith(({ event }) => [
    { verb: "answer" },
    { verb: "say", text: `Welcome, ${String(event.from)}`, language: "en-GB" },
    { verb: "gather", input: ["digits"], maxDigits: 1 },
    { verb: "hang-up" },
  ]);
  let handled = 0;
  center.receive(() => void (handled += 1));
  // As fastify has it: making the posts can take longer than node's five seconds.
  const server = createServer({ keepAliveTimeout: 72_000 }, nodeWebhooks(center)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, path: "/webhooks/voice-1", handled: () => handled };
}
