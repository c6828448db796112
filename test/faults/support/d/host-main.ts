import { pathToFileURL } from "node:url";
import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import type { ProviderV1 } from "@plugboard/core/spec";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
import { isolateProvider } from "@plugboard/isolation";

/** A host of its own: a connector that does one harm, at one level, beside one that does none. Says on stdout what it saw. */
const [attempt = "", level = "", baseUrl = "", entry = "", child = ""] = process.argv.slice(2);
/** The bad one has so many turns of a timer; then the good one's messages are sent. On a machine that is busy with others they take longer. */
const PATIENCE_TURNS = 250;
const TURN_MS = 10;
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const stringify = JSON.stringify.bind(JSON);
const { provider: hostile } = (await import(pathToFileURL(entry).href)) as { readonly provider: ProviderV1 };

const isolated =
  level === "isolated"
    ? await isolateProvider(
        { entry, exportName: "provider", manifest: hostile.manifest, limits: { memoryMb: 64, startTimeoutMs: 60_000 } },
        { child },
      )
    : undefined;
const center = await createContactCenter({
  store: memoryStore(),
  authority: { unchecked: "a fault row" },
  providers: [isolated?.provider ?? hostile, createHttpProvider()],
  secrets: {
    resolve: () => Promise.resolve({ current: { apiKey: "key-of-the-row", webhookSecret: `whsec_${"A".repeat(32)}` } }),
  },
  egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
});
for (const [providerId, settings] of [
  ["hostile", {}],
  ["http", { baseUrl, countries: ["DE"] }],
] as const)
  await center.channels.activate({
    ...{ accountId: "acme", channelId: providerId, providerId, settings },
    ...(providerId === "http" ? { secret: "key" } : {}),
    shown: center.channels.disclosure(providerId, settings),
    ...{ instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
  });

async function send(channelId: string, text: string) {
  const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
  const result = await center.send({ accountId: "acme", channelId, recipients, content: { type: "text", text } });
  return result.accepted ? center.messages.settled("acme", result.messageId) : undefined;
}

async function patience(): Promise<undefined> {
  for (let turn = 0; turn < PATIENCE_TURNS; turn += 1) await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  return undefined;
}

// Without this, one that never ran would be one that was stopped.
const greeted = await send("hostile", "greet");
if (greeted?.state !== "received") throw new Error("the connector does not run");
process.stdout.write(`ready ${process.pid}\n`);
const bad = send("hostile", attempt);
const outcome = await Promise.race([bad, patience()]);
const good = await Promise.all(Array.from({ length: 10 }, () => send("http", "hello")));
const intact = [1].map((one) => one + 1)[0] === 2 && JSON.stringify({ a: 1 }) === '{"a":1}';
const arrived = good.filter((one) => one?.state === "received").length;
const gotItsWay = outcome?.state === "received" && String(outcome.providerMessageId).startsWith("done");
const heldMb = process.memoryUsage().rss / 1_048_576;
process.stdout.write(`${stringify({ arrived, gotItsWay, intact, heldMb })}\n`);
process.exit(0);
