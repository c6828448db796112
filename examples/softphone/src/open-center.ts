import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { webrtc } from "@plugboard/provider-telephony/webrtc";

/** What host and gateway share. In the world they are made once, at random, and kept as secrets. */
export const SHARED = {
  apiKey: "an-example-of-a-key-with-40-characters-00",
  webhookSecret: `whsec_${Buffer.alloc(32, 2).toString("base64")}`,
};
const SITE = "https://desk.example.com";

/** A host with one channel, "desk": the operators' telephones. @param origin - where the site is in truth. */
export async function openCenter(origin: string): Promise<ContactCenter> {
  const center = await createContactCenter({
    store: memoryStore(),
    // Nobody but this example calls it; a host in production asks who may act for an account (R4).
    authority: { unchecked: "an example of one process" },
    providers: [webrtc],
    secrets: memorySecrets({ gateway: SHARED }),
    egress: { dangerouslyRedirectEndpoints: { [SITE]: origin } },
  });
  const ann = { actor: "ann", authority: "administrator", at: new Date().toISOString() } as const;
  const settings = { gatewayUrl: `${SITE}/softphone`, countries: ["DE"] };
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "desk", providerId: "telephony-webrtc", settings, secret: "gateway" },
    ...{ instructed: ann, shown: center.channels.disclosure("telephony-webrtc", settings), termsAccepted: ann },
    residency: { zones: ["EEA"] },
  });
  return center;
}
