import type { ProviderManifestInput, Residency, WebhookContract } from "@plugboard/core/spec";
import type { EdnaOptions } from "./edna-options.js";
import { EDNA_PROVIDER_ID } from "./edna-provider-id.js";

type Manifest = Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;

/**
 * edna's public pages name its company (Cyprus) and no place of processing, so the countries are the account's statement, from
 * its contract. WhatsApp itself is Meta's; what edna hands on is in the note.
 */
const facet = { countries: { setting: "countries" }, source: "account-settings", readOn: "2026-11-22" } as const;
const residency: Residency = {
  inTransit: { ...facet, safeguard: "none", note: "handed on to Meta, which carries WhatsApp messages world-wide" },
  processing: {
    ...facet,
    safeguard: "none",
    note: "no place of processing in https://edna.io/ pages or http://mfms.com/page/privacy; named in the contract",
  },
  atRest: {
    ...facet,
    safeguard: "none",
    note: "message history is kept by edna and can be asked for by api/messages/history",
  },
  callbacks: { ...facet, safeguard: "none" },
};

/** What edna (Instant WhatsApp through edna Pulse) says of itself. */
export function ednaManifest({ webhookKeyHeader = "x-api-key" }: EdnaOptions = {}): Manifest {
  return {
    id: EDNA_PROVIDER_ID,
    name: "WhatsApp through edna",
    version: "0.1.0",
    coreRange: "^0.1.0",
    channelKinds: ["whatsapp"],
    seller: {
      legalName: "MF Management Ltd (edna)",
      country: "CY",
      website: "https://edna.io",
      support: "https://docs-pulse.edna.io",
    },
    documents: [
      { kind: "terms", version: "2023-07-28", url: "https://edna.io/terms-and-conditions/" },
      // Among others: no selling of message services, which whoever runs a managed account has to settle with edna.
      { kind: "acceptable-use", version: "2023-06-26", url: "https://edna.io/licensing-conditions/" },
      // No date is given: the day it was read. "We will publish the updated Privacy Notice on our website https://edna.io/".
      { kind: "privacy", version: "2026-11-22", url: "http://mfms.com/page/privacy" },
    ],
    accountModes: ["managed", "own"],
    capabilities: [
      "outboundMessages",
      "inboundEvents",
      "deliveryReports",
      "templates",
      "media",
      "subjectRights",
      "webhookRegistration",
      "probe",
    ],
    endpoints: [
      { id: "api", url: "https://app.edna.io" },
      { id: "files", url: "{filesUrl}" },
    ],
    operations: [
      {
        // The history of a person is asked for in a transfer of this operation too: the same address, to the same place.
        id: "send-message",
        endpoints: ["api"],
        personalData: ["recipient-address", "message-content", "attachments", "location"],
        residency,
        timeoutMs: 20_000,
        maxResponseBytes: 1_048_576,
      },
      { id: "list-templates", endpoints: ["api"], personalData: [], residency, maxResponseBytes: 16_777_216 },
      { id: "register-webhook", endpoints: ["api"], personalData: [], residency, timeoutMs: 20_000 },
      {
        // Fetches what edna holds already: it hands personal data to nobody.
        id: "download-media",
        endpoints: ["files"],
        personalData: [],
        residency,
        timeoutMs: 120_000,
        maxResponseBytes: 104_857_600,
      },
      { id: "check-channel", endpoints: ["api"], personalData: [], residency, timeoutMs: 10_000 },
    ],
    content: {
      // What edna's pages show a request for. The rest (reaction, contacts, sticker, list, an answer that quotes) has no documented
      // request and is refused. https://docs-pulse.edna.io/docs/api/messages/message-example
      features: {
        text: "full",
        // By address only, and without a caption: "if attachment is specified, the text field will be ignored".
        image: "partial",
        audio: "partial",
        video: "partial",
        document: "partial",
        // Coordinates only.
        location: "partial",
        // As a keyboard, which edna matches with an approved template of the same text; without one it refuses the message.
        buttons: "partial",
        // By the template's number, https://docs-pulse.edna.io/docs/api/messages/sending-id
        template: "partial",
        "display-names": "dropped",
      },
      // WhatsApp's own limit; edna's pages name none.
      // https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages
      maxTextLength: 4_096,
      maxContentBytes: 65_536,
      maxRecipients: 1,
      addressKinds: ["phone"],
      serviceWindow: {
        hours: 24,
        always: ["template"],
        documentation:
          "https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows",
      },
    },
    sendOperation: "send-message",
    /**
     * `requestId` must be unique: a repeat answers 400 `requestId-is-not-unique`, which proves the acceptance of the first. How long edna
     * remembers one is not documented; an equal message within 20 minutes is cancelled in any case, so a repeat within them
     * is never a second message.
     */
    idempotency: {
      mode: "key",
      ttlSeconds: 1_200,
      documentation: "https://docs-pulse.edna.io/docs/api/messages/sending",
    },
    // An outage of some hours is waited out; whether a repeat may leave is for the life of the key to say.
    limits: { concurrency: 8, maxAttempts: 60, backoffBaseMs: 2_000, backoffMaxMs: 900_000 },
    webhooks: webhookContract(webhookKeyHeader),
  };
}

function webhookContract(keyHeader: string): Omit<WebhookContract, "recordedHeaders" | "maxBodyBytes"> {
  return {
    // A static key and no signature over the body.
    signature:
      keyHeader === "not-sent"
        ? { scheme: "none" }
        : { scheme: "secret-header", secret: "webhookKey", header: keyHeader },
    strength: "weak",
    secondFactor: { scheme: "secret-path", secret: "webhookPathSecret" },
    acknowledgement: { status: 200, body: "" },
    tryAgainStatus: 503,
    // Anything but 200 is tried again; 200 ends it.
    neverAgainStatus: 200,
    // "up to three times using a backoff scheme: 4, 128, and 2048 seconds after the previous attempt"; an older page says ten times up to
    // 2048 seconds apart, and the longer one is believed here.
    // https://docs-pulse.edna.io/docs/api/callback/get-message, https://docs.edna.io/kb/setting-up-callback
    retriedForSeconds: 4_092,
    deduplicationKey: "kind and id of the event: requestId, status and instant of a status, id of an inbound message",
    // The HEAD request by which edna checks an address before it registers it.
    handshake: ["HEAD"],
    documentation: "https://docs-pulse.edna.io/docs/integrations/api/webhook-settings",
  };
}
