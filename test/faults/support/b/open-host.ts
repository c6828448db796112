import {
  type ContactCenter,
  createContactCenter,
  type HostSettingsInput,
  type LoggerV1,
  type ProviderV1,
  type Store,
} from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { testAuthority } from "@plugboard/provider-testkit";
import { conformance as telephony } from "@plugboard/provider-telephony/testing";
import { conformance as whatsApp } from "@plugboard/provider-whatsapp/testing";

export const ACCOUNT = "account-1";
/** Names under which the rows keep the credentials of their channels. */
export const SECRETS = {
  http: { apiKey: "test-api-key", webhookSecret: `whsec_${Buffer.alloc(24, 7).toString("base64")}` },
  smtp: { user: "user", password: "password" },
} as const;

/** A host that may speak to loopback in plain text, believes the test authority, and knows no name below `.invalid`. */
export function openHost(
  providers: readonly ProviderV1[],
  {
    settings,
    store,
    logger,
    secrets,
  }: {
    settings?: HostSettingsInput;
    store?: Store;
    logger?: LoggerV1;
    secrets?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<ContactCenter> {
  return createContactCenter({
    store: store ?? memoryStore(),
    authority: { unchecked: "a fault row acts for its own accounts" },
    providers,
    secrets: memorySecrets({
      ...SECRETS,
      ...Object.fromEntries(
        [...whatsApp, ...telephony].map(({ provider, credentials }) => [provider.manifest.id, credentials]),
      ),
      ...secrets,
    }),
    egress: {
      dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"],
      dangerouslyAllowPlainText: ["127.0.0.1", "no-such-host.invalid"],
      trustedCertificates: [testAuthority],
      resolve: (host) =>
        Promise.reject(
          Object.assign(new Error("not found"), { code: host.endsWith(".invalid") ? "ENOTFOUND" : "EAI_FAIL" }),
        ),
    },
    ...(settings ? { settings } : {}),
    ...(logger ? { logger } : {}),
  });
}

export const BY_ADMINISTRATOR = {
  actor: "administrator-1",
  authority: "administrator",
  at: "2026-11-21T00:00:00Z",
} as const;

export interface ChannelOrder {
  readonly providerId: string;
  readonly channelId: string;
  readonly settings: unknown;
  readonly secret: string;
}

/** Activates a channel of {@link ACCOUNT}. @throws {Error} a gate refused. */
export async function activateChannel(
  center: ContactCenter,
  { providerId, channelId, settings, secret }: ChannelOrder,
): Promise<void> {
  const shown = center.channels.disclosure(providerId, settings);
  const result = await center.channels.activate({
    accountId: ACCOUNT,
    providerId,
    channelId,
    settings,
    secret,
    instructed: BY_ADMINISTRATOR,
    shown,
    termsAccepted: BY_ADMINISTRATOR,
    residency: { zones: ["EEA"], countries: [...shown.countries] },
  });
  if (!result.activated) throw new Error(`channel ${channelId} was not activated: ${result.refusal.code}`);
}
