import type { ProviderManifestInput } from "@plugboard/core/spec";
import { VOXIMPLANT_PROVIDER_ID } from "./voximplant-provider-id.js";

type Manifest = Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;
type Residency = Manifest["operations"][number]["residency"];

const facet: Residency["processing"] = {
  countries: { setting: "countries" },
  // Its addendum speaks of exporter and importer; which clauses it annexes was not read. https://voximplant.com/legal/data-processing-addendum
  safeguard: "standard-contractual-clauses",
  source: "account-settings",
  readOn: "2026-11-22",
  note: "the nodes of the account, as its agreement with Voximplant names them; unverified: no page of Voximplant lists them by country",
};
const residency: Residency = {
  inTransit: { ...facet, note: "handed on to telephone networks of the numbers' countries" },
  processing: facet,
  atRest: facet,
  callbacks: facet,
};

/** What Voximplant says of itself (R6). */
export const voximplantManifest: Manifest = {
  id: VOXIMPLANT_PROVIDER_ID,
  name: "Voximplant voice and SMS",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["voice", "sms"],
  seller: {
    // As its data processing addendum names it.
    legalName: "Zingaya, Inc., d/b/a Voximplant",
    country: "US",
    website: "https://voximplant.com",
    support: "https://voximplant.com/help",
  },
  // "unverified": nobody who wrote this has seen which version is in force. The addendum was read, it carries the date of its signature; it names the
  // address of the terms. The address of the privacy policy is from memory. A list of sub-processors was not found.
  documents: [
    { kind: "terms", version: "unverified", url: "https://voximplant.com/legal/tos" },
    { kind: "privacy", version: "unverified", url: "https://voximplant.com/legal/privacy" },
    {
      kind: "data-processing-agreement",
      version: "unverified",
      url: "https://voximplant.com/legal/data-processing-addendum",
    },
  ],
  accountModes: ["managed", "own"],
  capabilities: ["outboundMessages", "inboundEvents", "calls", "media", "subjectRights", "probe"],
  endpoints: [
    { id: "api", url: "https://api.voximplant.com" },
    { id: "recordings", url: "https://{recordingsHost}" },
  ],
  operations: [
    {
      id: "send-message",
      endpoints: ["api"],
      personalData: ["recipient-address", "sender-address", "message-content"],
      residency,
      timeoutMs: 20_000,
    },
    {
      id: "place-call",
      endpoints: ["api"],
      personalData: ["recipient-address", "sender-address", "voice"],
      residency,
      timeoutMs: 20_000,
    },
    // Verbs given in answers belong to it, and the history of a person.
    {
      id: "look-up-call",
      endpoints: ["api"],
      personalData: ["recipient-address", "voice", "message-content"],
      residency,
      timeoutMs: 30_000,
      maxResponseBytes: 8_388_608,
    },
    {
      id: "fetch-recording",
      endpoints: ["recordings"],
      personalData: ["voice"],
      residency,
      timeoutMs: 120_000,
      maxResponseBytes: 268_435_456,
    },
    { id: "delete-recording", endpoints: ["api"], personalData: [], residency },
    { id: "check-account", endpoints: ["api"], personalData: [], residency, timeoutMs: 10_000 },
  ],
  content: {
    features: { text: "full", "sender-choice": "full", "display-names": "dropped" },
    // "Up to 765 characters in GSM-7, 335 in UCS-2"; what is more the API refuses.
    maxSmsSegments: 5,
    maxContentBytes: 16_384,
    maxRecipients: 1,
    addressKinds: ["phone"],
  },
  sendOperation: "send-message",
  calls: {
    verbs: {
      answer: "full",
      say: "full",
      play: "full",
      // Keys; the scenario recognises no speech.
      gather: "partial",
      dial: "full",
      // The scenario joins both and stays.
      transfer: "partial",
      // Silence for the person, until the host takes it back.
      hold: "partial",
      // Without a beep; what is recorded of the whole call goes on until its end.
      record: "partial",
      "send-digits": "full",
      "hang-up": "full",
      mute: "rejected",
      queue: "rejected",
    },
    destinations: ["phone", "sip"],
    callOperation: "place-call",
    controlOperation: "look-up-call",
    recordingOperation: "fetch-recording",
    deleteRecordingOperation: "delete-recording",
    control: "when-asked",
    // With the setting `machineModel`.
    machineDetection: true,
    // The scenario's own patience with the host.
    answerWithinMs: 10_000,
    maxCallSeconds: 21_600,
    documentation: "https://voximplant.com/docs/references/httpapi/scenarios",
  },
  idempotency: { mode: "none" },
  limits: { concurrency: 16, maxAttempts: 60, backoffBaseMs: 2_000, backoffMaxMs: 900_000 },
  webhooks: {
    // md5 over salt, account, API key and id: it covers no body, so it is weak, and the address holds a second secret.
    signature: { scheme: "md5-callback-hash", secret: "callbackSalt", accountId: "accountId", apiKey: "apiKey" },
    strength: "weak",
    secondFactor: { scheme: "secret-path", secret: "webhookSecret" },
    acknowledgement: { status: 200, contentType: "application/json", body: '{"result":1}' },
    tryAgainStatus: 503,
    neverAgainStatus: 200,
    // Not documented: what was taken is remembered for a week.
    retriedForSeconds: 604_800,
    deduplicationKey: "type and id of the callbacks",
    documentation: "https://voximplant.com/docs/references/httpapi/structures/accountcallback",
  },
};
