import { type ContactCenter, createContactCenter, type ProviderV1, type Store } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { type CallSide, SITE, type StartedSide } from "./call-side.js";

const ACT = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;

/** A host with one channel of calls of this provider, in front of its other side. */
export async function openCalls(
  { fixtures }: CallSide,
  { origin }: Pick<StartedSide, "origin">,
  { store = memoryStore(), provider = fixtures.provider }: { store?: Store; provider?: ProviderV1 } = {},
): Promise<ContactCenter> {
  const { settings, redirects = {} } = fixtures.connect(origin);
  const { id, channelKinds } = provider.manifest;
  const center = await createContactCenter({
    store,
    authority: { unchecked: "a fault row acts for its own accounts" },
    providers: [provider],
    secrets: memorySecrets({ key: fixtures.credentials }),
    webhooks: { publicBaseUrl: SITE },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyRedirectEndpoints: redirects },
  });
  if (center.channels.list("acme").length === 0) {
    const result = await center.channels.activate({
      ...{ accountId: "acme", channelId: "channel-1", providerId: id, settings, secret: "key" },
      channelKind: channelKinds.includes("voice") ? "voice" : "telephony",
      ...{ instructed: ACT, shown: center.channels.disclosure(id, settings), termsAccepted: ACT },
      residency: { zones: ["EEA"] },
    });
    if (!result.activated) throw new Error(result.refusal.code);
  }
  return center;
}

/** Waits for what follows from what was told. */
export async function until(done: () => boolean | Promise<boolean>, turns = 2_000): Promise<boolean> {
  for (let turn = 0; turn < turns; turn += 1) {
    if (await done()) return true;
    await new Promise((again) => setTimeout(again, 5));
  }
  return false;
}
