import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { bellProvider } from "./bell-provider.js";

/** What the provider shows when its webhooks are set up. */
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

/** A host with one channel, "reception". */
export async function openCenter(): Promise<ContactCenter> {
  const center = await createContactCenter({
    store: memoryStore(),
    // Nobody but this example calls it; a host in production asks who may act for an account (R4).
    authority: { unchecked: "an example of one process" },
    providers: [bellProvider],
    secrets: memorySecrets({ bell: { webhookSecret: WEBHOOK_SECRET } }),
  });
  const ann = { actor: "ann", authority: "administrator", at: new Date().toISOString() } as const;
  await center.channels.activate({
    accountId: "acme",
    channelId: "reception",
    providerId: "bell",
    secret: "bell",
    instructed: ann,
    shown: center.channels.disclosure("bell"),
    termsAccepted: ann,
    residency: { zones: ["EEA"] },
  });
  return center;
}
