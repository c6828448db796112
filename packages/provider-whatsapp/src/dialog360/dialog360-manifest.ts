import type { ProviderDefinition } from "@plugboard/core/spec";
import { cloudContent } from "../cloud-api/cloud-content.js";
import { DIALOG360_PROVIDER_ID } from "./dialog360-provider-id.js";
import { contentResidency, controlResidency } from "./dialog360-residency.js";
import { DIALOG360_WEBHOOK_HEADER } from "./dialog360-webhook-header.js";

type Manifest = ProviderDefinition<never, never>["manifest"];

const WEBHOOKS = "https://docs.360dialog.com/partner/messaging/receiving-messages-via-webhook";

/** What 360dialog is and does: Meta's Cloud API behind a host, a key and a webhook of its own. */
export const dialog360Manifest: Manifest = {
  id: DIALOG360_PROVIDER_ID,
  name: "WhatsApp (360dialog)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["whatsapp"],
  seller: {
    legalName: "360dialog GmbH",
    country: "DE",
    website: "https://360dialog.com",
    support: "https://docs.360dialog.com/docs/support",
  },
  documents: [
    { kind: "terms", version: "as of 2026-11-22", url: "https://www.360dialog.com/en/terms-and-conditions" },
    { kind: "privacy", version: "as of 2026-11-22", url: "https://www.360dialog.com/en/privacy-policy" },
    {
      kind: "data-processing-agreement",
      version: "as of 2026-11-22",
      url: "https://www.360dialog.com/en/data-processing-agreement",
    },
    // No list of its own was found: the processing agreement names them in its annex.
    {
      kind: "sub-processors",
      version: "as of 2026-11-22",
      url: "https://www.360dialog.com/en/data-processing-agreement",
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
  endpoints: [{ id: "api", url: "https://waba-v2.360dialog.io" }],
  operations: [
    {
      // Files that come as bytes are uploaded first, in the same transfer.
      id: "send-message",
      endpoints: ["api"],
      personalData: ["recipient-address", "message-content", "attachments", "location", "contacts"],
      residency: contentResidency,
      timeoutMs: 120_000,
      maxResponseBytes: 65_536,
    },
    // What follows carries ids: what comes back was theirs already, and nobody else gets it.
    ...(["find-media", "delete-media", "signal", "list-templates", "register-webhook", "check-webhook"] as const).map(
      (id) => ({
        id,
        endpoints: ["api"],
        personalData: [],
        residency: controlResidency,
        timeoutMs: id === "check-webhook" ? 10_000 : 30_000,
        maxResponseBytes: 4_194_304,
      }),
    ),
    {
      id: "download-media",
      endpoints: ["api"],
      personalData: [],
      residency: controlResidency,
      timeoutMs: 120_000,
      maxResponseBytes: 104_857_600,
    },
  ],
  content: cloudContent,
  sendOperation: "send-message",
  // As at Meta: no key and no way to ask; each status says our id back.
  idempotency: {
    mode: "callback",
    documentation: "https://docs.360dialog.com/docs/messaging-api/api-reference/messages",
  },
  limits: { concurrency: 32, order: "none", maxAttempts: 60, backoffBaseMs: 2_000, backoffMaxMs: 900_000 },
  webhooks: {
    // No signature over the body was found in their pages: a header with a secret is all a delivery shows.
    signature: { scheme: "none" },
    strength: "weak",
    secondFactor: { scheme: "secret-header", secret: "webhookSecret", header: DIALOG360_WEBHOOK_HEADER },
    acknowledgement: { status: 200 },
    tryAgainStatus: 503,
    neverAgainStatus: 200,
    retriedForSeconds: 604_800,
    deduplicationKey: "the ids of the messages and statuses in it; of other notices the body's SHA-256",
    maxBodyBytes: 3_145_728,
    documentation: WEBHOOKS,
  },
};
