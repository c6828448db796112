import type { Idempotency, ProviderManifestInput, Residency } from "@plugboard/core/spec";
import type { HttpProviderOptions } from "./http-provider-options.js";

type Manifest = Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;

/** The account names the countries, since it chooses the server: every facet reads them from the channel's settings. */
const facet = { countries: { setting: "countries" }, source: "account-settings", readOn: "2026-11-21" } as const;
const residency: Residency = {
  inTransit: { ...facet, safeguard: "none" },
  processing: { ...facet, safeguard: "none" },
  atRest: { ...facet, safeguard: "none", note: "kept until the account deletes it" },
  callbacks: { ...facet, safeguard: "none" },
};

/** What the plain HTTP provider says of itself. */
export function httpProviderManifest(options: HttpProviderOptions = {}): Manifest {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const mode = options.idempotency ?? "key";
  return {
    id: options.id ?? "http",
    name: "Plain HTTP",
    version: "0.1.0",
    coreRange: "^0.1.0",
    channelKinds: ["sms"],
    seller: {
      legalName: "Example Messaging Ltd",
      country: "IE",
      website: "https://messaging.example.com",
      support: "mailto:support@messaging.example.com",
    },
    documents: [
      { kind: "terms", version: "2026-01", url: "https://messaging.example.com/terms" },
      { kind: "privacy", version: "2026-01", url: "https://messaging.example.com/privacy" },
      { kind: "data-processing-agreement", version: "2026-01", url: "https://messaging.example.com/dpa" },
      { kind: "sub-processors", version: "2026-01", url: "https://messaging.example.com/sub-processors" },
    ],
    accountModes: ["managed", "own"],
    capabilities: ["outboundMessages", "inboundEvents", "deliveryReports", "probe"],
    endpoints: [{ id: "api", url: "{baseUrl}" }],
    operations: [
      {
        id: "send-message",
        endpoints: ["api"],
        personalData: ["recipient-address", "sender-address", "message-content"],
        residency,
        timeoutMs,
        maxResponseBytes: 65_536,
      },
      ...(mode === "lookup"
        ? [{ id: "find-message", endpoints: ["api"], personalData: [], residency, timeoutMs, maxResponseBytes: 65_536 }]
        : []),
      {
        id: "check-health",
        endpoints: ["api"],
        personalData: [],
        residency,
        timeoutMs: Math.min(timeoutMs, 5_000),
        maxResponseBytes: 4_096,
      },
    ],
    content: {
      features: { text: "full", "reply-context": "full", "sender-choice": "full" },
      maxTextLength: 1_600,
      maxContentBytes: 16_384,
      maxRecipients: 1,
      addressKinds: ["phone"],
    },
    sendOperation: "send-message",
    idempotency: idempotencyOf(mode),
    limits: options.limits ?? {},
    webhooks: {
      signature: { scheme: "standard-webhooks", secret: "webhookSecret" },
      strength: "strong",
      acknowledgement: { status: 204 },
      tryAgainStatus: 503,
      neverAgainStatus: 410,
      retriedForSeconds: 259_200,
      recordedHeaders: ["webhook-id"],
      deduplicationKey: "the header webhook-id",
      documentation: "https://www.standardwebhooks.com",
    },
  };
}

function idempotencyOf(mode: Idempotency["mode"]): Idempotency {
  if (mode === "none") return { mode };
  const documentation = "https://messaging.example.com/api#repeats";
  return mode === "key" ? { mode, ttlSeconds: 86_400, documentation } : { mode, documentation };
}
