import {
  type ContactCenter,
  type ContactCenterOptions,
  createContactCenter,
  type InboundEnvelope,
} from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import type { SignedPost, WebhookSchemeCase, WebhookSigner } from "@plugboard/provider-testkit";
import { inboundProvider, type InboundProviderOptions, OPEN_DOOR } from "./inbound-provider.js";

const BASE = "https://hooks.example.com/api/webhooks";
const ACT = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/** A clock the row moves. */
export interface MovableClock {
  nowMs: number;
  now(): number;
}
export const movableClock = (nowMs = Date.parse("2026-11-21T12:00:00Z")): MovableClock => ({
  nowMs,
  now() {
    return this.nowMs;
  },
});

/** One channel, its provider's side, and what its handler was shown. */
export interface InboundChannel {
  readonly scheme: WebhookSchemeCase;
  readonly signer: WebhookSigner;
  readonly url: string;
}

export interface OpenInbound {
  readonly center: ContactCenter;
  /** By the scheme's name; "other" is another account's channel of the same provider. */
  readonly channels: ReadonlyMap<string, InboundChannel>;
  readonly others: ReadonlyMap<string, InboundChannel>;
  /** Event ids by the provider's id of the message. */
  readonly shown: Map<string, Set<string>>;
  post(post: SignedPost): Promise<number>;
  close(): Promise<void>;
}

/** A host with two accounts' channels for each scheme. */
export async function openInbound(
  schemes: readonly WebhookSchemeCase[],
  options: Partial<ContactCenterOptions> & { readonly provider?: InboundProviderOptions } = {},
): Promise<OpenInbound> {
  const { provider = {}, ...rest } = options;
  const made = schemes.map((scheme) => ({ scheme, own: scheme.create(), other: scheme.create() }));
  const credentials = made.flatMap(({ scheme, own, other }) => [
    [`own-${scheme.name}`, { ...own.credentials, openDoor: OPEN_DOOR["x-open-door"] }],
    [`other-${scheme.name}`, { ...other.credentials, openDoor: OPEN_DOOR["x-open-door"] }],
  ]);
  const center = await createContactCenter({
    store: memoryStore({ keepFinished: 100_000 }),
    authority: { unchecked: "a fault row acts for its own accounts" },
    ...rest,
    providers: schemes.map((scheme) => inboundProvider(scheme, provider)),
    secrets: memorySecrets(Object.fromEntries(credentials) as Record<string, unknown>),
  });
  const channels = new Map<string, InboundChannel>();
  const others = new Map<string, InboundChannel>();
  const known = new Set(
    ["acme", "other"].flatMap((account) => center.channels.list(account).map((one) => one.channelId)),
  );
  for (const { scheme, own, other } of made)
    for (const [name, signer, map] of [
      ["own", own, channels],
      ["other", other, others],
    ] as const) {
      const channelId = `${name}-${scheme.name}`;
      map.set(scheme.name, { scheme, signer, url: `${BASE}/${channelId}` });
      if (known.has(channelId)) continue;
      const result = await center.channels.activate({
        accountId: name === "own" ? "acme" : "other",
        channelId,
        providerId: scheme.name,
        secret: channelId,
        instructed: ACT,
        shown: center.channels.disclosure(scheme.name),
        termsAccepted: ACT,
        residency: { zones: ["EEA"] },
      });
      if (!result.activated) throw new Error(result.refusal.code);
    }
  const shown = new Map<string, Set<string>>();
  center.receive(({ event, eventId }: InboundEnvelope) => {
    if (event.type !== "message") return;
    const ids = shown.get(event.providerMessageId) ?? new Set();
    shown.set(event.providerMessageId, ids.add(eventId));
  });
  const post = async ({ url, headers, body }: SignedPost): Promise<number> => {
    const init = { method: "POST", headers: { ...headers, ...OPEN_DOOR }, body };
    return (await center.fetch(new Request(url, init))).status;
  };
  return { center, channels, others, shown, post, close: () => center.close({ graceMs: 1_000 }) };
}

/** Waits until nothing is shown any more for a moment, or somebody has seen enough. */
export async function untilShown(open: OpenInbound, count: number, limitMs = 20_000): Promise<void> {
  const endsAtMs = performance.now() + limitMs;
  while (open.shown.size < count && performance.now() < endsAtMs)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 50));
}
