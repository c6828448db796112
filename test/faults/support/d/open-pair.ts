import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import type { ProviderV1 } from "@plugboard/core/spec";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";

export const API_KEY = "key-of-the-row";
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const current = { apiKey: API_KEY, webhookSecret: `whsec_${"A".repeat(32)}` };

/** A host with the hostile connector on the channel `bad`, and on `good` one that sends to a server. */
export interface Pair {
  readonly center: ContactCenter;
  /** @returns what became of it, in the end. */
  send(channelId: "good" | "bad", text: string): ReturnType<ContactCenter["messages"]["settled"]>;
}

export async function openPair(bad: ProviderV1, baseUrl: string): Promise<Pair> {
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a fault row" },
    secrets: { resolve: () => Promise.resolve({ current }) },
    providers: [bad, createHttpProvider()],
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  await activate(center, bad.manifest.id, "bad", {}, undefined);
  await activate(center, "http", "good", { baseUrl, countries: ["DE"] }, "key");
  return {
    center,
    send: async (channelId, text) => {
      const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
      const result = await center.send({ accountId: "acme", channelId, recipients, content: { type: "text", text } });
      if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
      return center.messages.settled("acme", result.messageId);
    },
  };
}

async function activate(
  center: ContactCenter,
  providerId: string,
  channelId: string,
  settings: unknown,
  secret?: string,
): Promise<void> {
  const result = await center.channels.activate({
    accountId: "acme",
    channelId,
    providerId,
    settings,
    ...(secret === undefined ? {} : { secret }),
    instructed: act,
    shown: center.channels.disclosure(providerId, settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!result.activated) throw new Error(`not activated: ${providerId}`);
}
