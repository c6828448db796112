import type { ProviderManifestInput } from "@plugboard/core/spec";
import { TWILIO_PROVIDER_ID } from "./twilio-provider-id.js";

type Manifest = Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;
type Residency = Manifest["operations"][number]["residency"];

/**
 * WhatsApp is served by Twilio's US region alone: the list of products of the Ireland region (IE1) has "Programmable Messaging (SMS)" and
 * "Conversations: Chat" and no WhatsApp, https://www.twilio.com/docs/global-infrastructure/conversations-api-with-twilio-regions says so for
 * Conversations, and media are refused there (https://www.twilio.com/docs/api/errors/21670). So there is no setting for a region.
 */
const regions = "https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability";
const facet: Residency["processing"] = {
  countries: ["US"],
  // Twilio's Binding Corporate Rules, https://www.twilio.com/en-us/legal/data-protection-addendum
  safeguard: "binding-corporate-rules",
  source: regions,
  readOn: "2026-11-22",
};
const residency: Residency = {
  inTransit: { ...facet, note: "handed on to Meta, which carries WhatsApp messages world-wide" },
  processing: { ...facet, note: "US1, the default region; WhatsApp is not offered in IE1 or AU1" },
  atRest: { ...facet, note: "messages and media are kept until the account deletes them" },
  callbacks: facet,
};

/** What Twilio (WhatsApp through Programmable Messaging) says of itself. */
export const twilioManifest: Manifest = {
  id: TWILIO_PROVIDER_ID,
  name: "WhatsApp through Twilio",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["whatsapp"],
  seller: {
    legalName: "Twilio Inc.",
    country: "US",
    website: "https://www.twilio.com",
    support: "https://help.twilio.com",
  },
  // The versions are the day on which the addresses were noted: each page names its own date.
  documents: [
    { kind: "terms", version: "2026-11-22", url: "https://www.twilio.com/en-us/legal/tos" },
    { kind: "privacy", version: "2026-11-22", url: "https://www.twilio.com/en-us/legal/privacy" },
    {
      kind: "data-processing-agreement",
      version: "2026-11-22",
      url: "https://www.twilio.com/en-us/legal/data-protection-addendum",
    },
    { kind: "sub-processors", version: "2026-11-22", url: "https://www.twilio.com/en-us/legal/sub-processors" },
    { kind: "acceptable-use", version: "2026-11-22", url: "https://www.twilio.com/en-us/legal/aup" },
  ],
  accountModes: ["own", "managed"],
  capabilities: [
    "outboundMessages",
    "inboundEvents",
    "deliveryReports",
    "templates",
    "media",
    "subjectRights",
    "conversationSignals",
    "webhookRegistration",
    "probe",
  ],
  endpoints: [
    { id: "api", url: "https://api.twilio.com" },
    { id: "content", url: "https://content.twilio.com" },
    { id: "messaging", url: "https://messaging.twilio.com" },
    // Where the media of messages are redirected to.
    { id: "media", url: "https://mms.twiliocdn.com" },
    { id: "media-store", url: "https://s3-external-1.amazonaws.com/media.twiliocdn.com" },
  ],
  operations: [
    {
      // The template a message names is read first (`content`). A person's messages are listed, redacted and deleted in a transfer of this
      // operation too: the same address, to the same place.
      id: "send-message",
      endpoints: ["api", "content"],
      personalData: ["recipient-address", "sender-address", "message-content", "attachments", "location"],
      residency,
      timeoutMs: 20_000,
      maxResponseBytes: 1_048_576,
    },
    // Forms with placeholders alone; what they are filled with leaves with the message.
    { id: "store-shape", endpoints: ["content"], personalData: [], residency, maxResponseBytes: 8_388_608 },
    { id: "list-templates", endpoints: ["content"], personalData: [], residency, maxResponseBytes: 8_388_608 },
    // Fetch and delete what Twilio holds already: they hand personal data to nobody.
    {
      id: "download-media",
      endpoints: ["api", "media", "media-store"],
      personalData: [],
      residency,
      timeoutMs: 120_000,
      maxResponseBytes: 16_777_216,
    },
    { id: "delete-media", endpoints: ["api"], personalData: [], residency },
    // Names a message by its id.
    { id: "show-typing", endpoints: ["messaging"], personalData: [], residency, timeoutMs: 10_000 },
    // Names the channel's own sender and address.
    { id: "register-webhook", endpoints: ["messaging"], personalData: [], residency, maxResponseBytes: 4_194_304 },
    { id: "check-account", endpoints: ["api"], personalData: [], residency, timeoutMs: 10_000 },
  ],
  content: {
    // Reaction, contacts and an answer that quotes have no request in Twilio's API and are refused.
    features: {
      text: "full",
      // By address only; https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
      image: "partial",
      audio: "partial",
      video: "partial",
      // Without caption and file name.
      document: "partial",
      sticker: "partial",
      // With a name.
      location: "partial",
      // Up to three replies, without header and footer.
      buttons: "partial",
      // One list of up to ten rows, without headings.
      list: "partial",
      // By ContentSid.
      template: "partial",
      "sender-choice": "full",
      "display-names": "dropped",
    },
    maxTextLength: 1_600,
    maxContentBytes: 65_536,
    maxRecipients: 1,
    addressKinds: ["phone"],
    serviceWindow: {
      hours: 24,
      always: ["template"],
      sender: { setting: "from" },
      documentation: "https://www.twilio.com/docs/api/errors/63016",
    },
  },
  sendOperation: "send-message",
  idempotency: { mode: "callback", documentation: "https://www.twilio.com/docs/messaging/api/message-resource" },
  // An outage of some hours is waited out.
  limits: { concurrency: 16, maxAttempts: 60, backoffBaseMs: 2_000, backoffMaxMs: 900_000 },
  webhooks: {
    signature: { scheme: "twilio", secret: "authToken" },
    strength: "strong",
    acknowledgement: { status: 200, contentType: "text/xml", body: "<Response></Response>" },
    tryAgainStatus: 503,
    neverAgainStatus: 200,
    /**
     * Twilio itself tries once more, and only where no connection could be made
     * (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). But its signature has no time in it, so a delivery that was overheard verifies for
     * ever: what was taken is remembered for a week.
     */
    retriedForSeconds: 604_800,
    deduplicationKey: "kind and MessageSid, with the status of a status callback",
    documentation: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
  },
};
