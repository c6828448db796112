import type { ProviderDefinition } from "@plugboard/core/spec";
import { cloudContent } from "../cloud-api/cloud-content.js";
import { META_PROVIDER_ID } from "./meta-provider-id.js";
import { contentResidency, controlResidency } from "./meta-residency.js";

type Manifest = ProviderDefinition<never, never>["manifest"];

const STATUS_PAGE =
  "https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status";

/** What the Cloud API of Meta is and does. */
export const metaManifest: Manifest = {
  id: META_PROVIDER_ID,
  name: "WhatsApp (Meta Cloud API)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["whatsapp"],
  seller: {
    legalName: "WhatsApp LLC / WhatsApp Ireland Limited (Meta)",
    country: "IE",
    website: "https://business.whatsapp.com",
    support: "https://business.facebook.com/direct-support",
  },
  // Meta gives its terms no version; the day these addresses were noted stands for it.
  documents: [
    { kind: "terms", version: "as of 2026-11-22", url: "https://www.whatsapp.com/legal/business-terms" },
    { kind: "privacy", version: "as of 2026-11-22", url: "https://www.whatsapp.com/legal/privacy-policy-eea" },
    {
      kind: "data-processing-agreement",
      version: "as of 2026-11-22",
      url: "https://www.whatsapp.com/legal/business-data-processing-terms",
    },
    {
      kind: "sub-processors",
      version: "as of 2026-11-22",
      url: "https://www.facebook.com/legal/Meta-Hosting-Terms-Cloud-API",
    },
    { kind: "acceptable-use", version: "as of 2026-11-22", url: "https://business.whatsapp.com/policy" },
  ],
  accountModes: ["own", "managed"],
  capabilities: [
    "outboundMessages",
    "inboundEvents",
    "deliveryReports",
    "templates",
    "media",
    "conversationSignals",
    "webhookRegistration",
    "probe",
  ],
  endpoints: [
    { id: "graph", url: "https://graph.facebook.com" },
    { id: "media", url: "https://lookaside.fbsbx.com" },
  ],
  operations: [
    {
      // Files that come as bytes are uploaded first, in the same transfer.
      id: "send-message",
      endpoints: ["graph"],
      personalData: ["recipient-address", "message-content", "attachments", "location", "contacts"],
      residency: contentResidency,
      timeoutMs: 120_000,
      maxResponseBytes: 65_536,
    },
    // What follows carries ids: what comes back was Meta's already, and nobody else gets it.
    ...(["find-media", "delete-media", "signal", "list-templates", "register-webhook", "check-number"] as const).map(
      (id) => ({
        id,
        endpoints: ["graph"],
        personalData: [],
        residency: controlResidency,
        timeoutMs: id === "check-number" ? 10_000 : 30_000,
        maxResponseBytes: 4_194_304,
      }),
    ),
    {
      id: "download-media",
      endpoints: ["media"],
      personalData: [],
      residency: controlResidency,
      timeoutMs: 120_000,
      maxResponseBytes: 104_857_600,
    },
  ],
  content: cloudContent,
  sendOperation: "send-message",
  // No key and no way to ask; each status says our id back.
  idempotency: { mode: "callback", documentation: STATUS_PAGE },
  // 80 messages a second and number by default; the answer takes a few hundred milliseconds.
  limits: { concurrency: 32, order: "none", maxAttempts: 60, backoffBaseMs: 2_000, backoffMaxMs: 900_000 },
  webhooks: {
    signature: {
      scheme: "hmac-body",
      secret: "appSecret",
      header: "x-hub-signature-256",
      hash: "sha256",
      encoding: "hex",
      prefix: "sha256=",
    },
    strength: "strong",
    acknowledgement: { status: 200 },
    tryAgainStatus: 503,
    // Meta retries whatever is not 200; nothing makes it stop but an acknowledgement.
    neverAgainStatus: 200,
    retriedForSeconds: 604_800,
    deduplicationKey: "the ids of the messages and statuses in it; of other notices the body's SHA-256",
    handshake: ["GET"],
    // 3 MB is the largest Meta posts.
    maxBodyBytes: 3_145_728,
    documentation: "https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview",
  },
};
