import type { ProviderManifestInput } from "@plugboard/core/spec";
import { TWILIO_PROVIDER_ID } from "./twilio-provider-id.js";

type Manifest = Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;
type Residency = Manifest["operations"][number]["residency"];

/** What is made in a region is processed and stored there; calls and messages leave it by telephone networks, as their numbers say. */
const regions = "https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability";
const facet: Residency["processing"] = {
  countries: { setting: "region.countries" },
  // Twilio's Binding Corporate Rules, https://www.twilio.com/en-us/legal/data-protection-addendum
  safeguard: "binding-corporate-rules",
  source: regions,
  readOn: "2026-11-22",
};
const residency: Residency = {
  inTransit: { ...facet, note: "handed on to telephone networks of the numbers' countries" },
  processing: { ...facet, note: "in the channel's region; without one US1" },
  atRest: { ...facet, note: "messages, calls and media are kept until the account deletes them" },
  callbacks: facet,
};
const recordings: Residency = {
  inTransit: facet,
  processing: facet,
  atRest: { ...facet, note: "recordings are kept in the region of their call until they are deleted" },
};

/** What Twilio (Programmable Voice and Messaging) says of itself. */
export const twilioManifest: Manifest = {
  id: TWILIO_PROVIDER_ID,
  name: "Twilio voice and SMS",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["voice", "sms"],
  seller: {
    legalName: "Twilio Inc.",
    country: "US",
    website: "https://www.twilio.com",
    support: "https://help.twilio.com",
  },
  // "unverified": the addresses are known, which version of each is in force was not seen.
  documents: [
    { kind: "terms", version: "unverified", url: "https://www.twilio.com/en-us/legal/tos" },
    { kind: "privacy", version: "unverified", url: "https://www.twilio.com/en-us/legal/privacy" },
    {
      kind: "data-processing-agreement",
      version: "unverified",
      url: "https://www.twilio.com/en-us/legal/data-protection-addendum",
    },
    { kind: "sub-processors", version: "unverified", url: "https://www.twilio.com/en-us/legal/sub-processors" },
    { kind: "acceptable-use", version: "unverified", url: "https://www.twilio.com/en-us/legal/aup" },
  ],
  accountModes: ["own", "managed"],
  capabilities: ["outboundMessages", "inboundEvents", "deliveryReports", "calls", "media", "subjectRights", "probe"],
  endpoints: [
    { id: "api", url: "https://api.{region.edge}.{region.id}.twilio.com" },
    // The addresses of media name the host without a region.
    { id: "api-global", url: "https://api.twilio.com" },
    // Where media and recordings may be redirected to.
    { id: "media", url: "https://mms.twiliocdn.com" },
    { id: "media-store", url: "https://s3-external-1.amazonaws.com/media.twiliocdn.com" },
  ],
  operations: [
    {
      // A person's messages are listed, redacted and deleted in a transfer of this operation too: the same address, to the same place.
      id: "send-message",
      endpoints: ["api"],
      personalData: ["recipient-address", "sender-address", "message-content", "attachments"],
      residency,
      timeoutMs: 20_000,
    },
    {
      id: "place-call",
      endpoints: ["api"],
      personalData: ["recipient-address", "sender-address", "voice", "message-content"],
      residency,
      timeoutMs: 20_000,
    },
    {
      // Answers to webhooks and questions after a restart belong to it, and a person's calls.
      id: "control-call",
      endpoints: ["api"],
      personalData: ["recipient-address", "voice", "message-content"],
      residency,
      timeoutMs: 20_000,
    },
    {
      id: "fetch-recording",
      endpoints: ["api", "media", "media-store"],
      personalData: ["voice"],
      residency: recordings,
      timeoutMs: 120_000,
      maxResponseBytes: 268_435_456,
    },
    { id: "delete-recording", endpoints: ["api"], personalData: [], residency: recordings },
    // Fetch and delete what Twilio holds already: they hand personal data to nobody.
    {
      id: "download-media",
      endpoints: ["api", "api-global", "media", "media-store"],
      personalData: [],
      residency,
      timeoutMs: 120_000,
      maxResponseBytes: 16_777_216,
    },
    { id: "delete-media", endpoints: ["api", "api-global"], personalData: [], residency },
    { id: "check-account", endpoints: ["api"], personalData: [], residency, timeoutMs: 10_000 },
  ],
  content: {
    features: {
      text: "full",
      // MMS, by address only, to numbers of the US and Canada. https://www.twilio.com/docs/messaging/guides/accepted-mime-types
      image: "partial",
      audio: "partial",
      video: "partial",
      document: "partial",
      "sender-choice": "full",
      "display-names": "dropped",
    },
    maxTextLength: 1_600,
    maxContentBytes: 65_536,
    maxRecipients: 1,
    addressKinds: ["phone"],
  },
  sendOperation: "send-message",
  calls: {
    verbs: {
      answer: "full",
      say: "full",
      play: "full",
      gather: "full",
      dial: "full",
      // This side stays in the call, silent, until it ends: Twilio transfers by joining.
      transfer: "partial",
      record: "full",
      "send-digits": "full",
      queue: "full",
      "hang-up": "full",
      // Twilio holds and mutes participants of conferences only.
      hold: "rejected",
      mute: "rejected",
    },
    destinations: ["phone", "sip", "line"],
    callOperation: "place-call",
    controlOperation: "control-call",
    recordingOperation: "fetch-recording",
    deleteRecordingOperation: "delete-recording",
    machineDetection: true,
    // https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: 15 s in all
    answerWithinMs: 15_000,
    maxCallSeconds: 14_400,
    documentation: "https://www.twilio.com/docs/voice/api/call-resource",
  },
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
     * Twilio itself tries once more, and only where no connection could be made. But its signature has no time in it, so a delivery that was overheard verifies
     * for ever: what was taken is remembered for a week.
     */
    retriedForSeconds: 604_800,
    deduplicationKey:
      "of messages kind, MessageSid and status; of calls CallSid, topic, step and what the event is about",
    documentation: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
  },
};
