import type { ProviderDefinition } from "@plugboard/core/spec";

type Manifest = ProviderDefinition<never, never>["manifest"];
type ResidencyFacet = NonNullable<Manifest["operations"][number]["residency"]["atRest"]>;

/** The host's own servers, wherever the host says they stand: nobody else is involved. */
const hostsOwnServers: ResidencyFacet = {
  countries: { setting: "countries" },
  source: "account-settings",
  readOn: "2026-11-22",
  note: "the host's own servers; the visitor's browser speaks to them alone",
};
const residency = {
  inTransit: hostsOwnServers,
  processing: hostsOwnServers,
  atRest: hostsOwnServers,
  callbacks: hostsOwnServers,
};
const PACKAGE = "https://www.npmjs.com/package/@plugboard/provider-livechat";

/** Live chat on the account's website, served by the host itself. */
export const livechatManifest: Manifest = {
  id: "livechat",
  name: "Live chat (site widget)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["livechat"],
  seller: {
    legalName: "Plugboard project (software that the host runs itself)",
    website: PACKAGE,
    support: PACKAGE,
  },
  documents: [],
  accountModes: ["own", "managed"],
  capabilities: [
    "outboundMessages",
    "inboundEvents",
    "deliveryReports",
    "media",
    "conversationSignals",
    "subjectRights",
    "probe",
    "site",
  ],
  // Nothing is called; visitors come by way of the host's own web server.
  endpoints: [{ id: "site", url: "{publicUrl}", direction: "listen" }],
  operations: [
    {
      id: "answer-visitor",
      endpoints: ["site"],
      personalData: ["recipient-address", "recipient-name", "sender-name", "message-content", "attachments"],
      residency,
      timeoutMs: 30_000,
    },
    {
      id: "serve-visitor",
      endpoints: ["site"],
      personalData: ["sender-address", "sender-name", "message-content", "attachments", "technical-metadata"],
      residency,
      timeoutMs: 30_000,
    },
  ],
  content: {
    features: {
      text: "full",
      // By their bytes; a file of another server would be a request to somebody else.
      image: "partial",
      document: "partial",
      "sender-choice": "partial",
      "display-names": "full",
    },
    maxTextLength: 20_000,
    maxContentBytes: 10_485_760,
    maxRecipients: 1,
    addressKinds: ["session"],
  },
  sendOperation: "answer-visitor",
  // The entry's id is made of the key: as long as the conversation is kept, it is in it once.
  idempotency: { mode: "key", ttlSeconds: 31_536_000, documentation: PACKAGE },
  limits: { concurrency: 64, order: "strict", maxAttempts: 50, backoffBaseMs: 200, backoffMaxMs: 30_000 },
  site: {
    operation: "serve-visitor",
    methods: ["GET", "POST", "DELETE", "OPTIONS"],
    headers: [
      "authorization",
      "content-type",
      "if-none-match",
      "last-event-id",
      "origin",
      "x-chat-consent",
      "x-chat-file-name",
      "x-chat-id",
      "x-chat-language",
    ],
    // 20,000 code points, escaped.
    maxBodyBytes: 262_144,
    largerBodies: [{ path: "/files", maxBodyBytes: 10_485_760 }],
  },
};
