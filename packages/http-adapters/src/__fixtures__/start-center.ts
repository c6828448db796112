import { type ContactCenter, createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { createHttpProvider, signHttpWebhook } from "@plugboard/provider-testkit";
import { onTestFinished } from "vitest";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/** A host with one channel, and what its handler got. */
export async function startCenter(): Promise<{ center: ContactCenter; handled: InboundEnvelope[] }> {
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [createHttpProvider()],
    secrets: memorySecrets({ key: { apiKey: "test-api-key", webhookSecret: secret } }),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  onTestFinished(() => center.close({ graceMs: 0 }));
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  await center.channels.activate({
    accountId: "acme",
    channelId: "c1",
    providerId: "http",
    settings,
    secret: "key",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("http", settings),
    residency: { zones: ["EEA"] },
  });
  const handled: InboundEnvelope[] = [];
  center.receive((envelope) => void handled.push(envelope));
  return { center, handled };
}

/** Text with what a parser would write otherwise: blanks, an escape, a character beyond ASCII. */
export const body = `{ "events" : [{"type":"message","id":"in-1","from":"+49301","to":"+49302","text":"h\\u00e4llo ü"}] }`;

/** The headers of a true post. */
export function signed(text = body, id = "evt-1"): Record<string, string> {
  return signHttpWebhook({ secret, id, timestampSeconds: Math.floor(Date.now() / 1_000), body: text });
}
