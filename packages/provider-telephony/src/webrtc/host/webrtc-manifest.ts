import type { ProviderDefinition } from "@plugboard/core/spec";
import { WEBRTC_PROVIDER_ID } from "../webrtc-provider-id.js";

type Manifest = ProviderDefinition<never, never>["manifest"];
type ResidencyFacet = NonNullable<Manifest["operations"][number]["residency"]["atRest"]>;

/** The account names its servers and says where they stand; nobody else can. */
const accountsOwnServers: ResidencyFacet = {
  countries: { setting: "countries" },
  source: "account-settings",
  readOn: "2026-11-22",
  note: "the account's own SIP server and site; trunks behind them are their operator's",
};
const residency = {
  ...{ inTransit: accountsOwnServers, processing: accountsOwnServers, atRest: accountsOwnServers },
  callbacks: accountsOwnServers,
};
const REPOSITORY = "https://www.npmjs.com/package/@plugboard/provider-telephony";

/** Operators' telephones in the browser, on the account's own SIP server. */
export const webrtcManifest: Manifest = {
  id: WEBRTC_PROVIDER_ID,
  name: "Softphone (SIP, WebRTC)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["telephony"],
  seller: {
    legalName: "Plugboard project (the connector; SIP server and site are the account's own)",
    ...{ website: REPOSITORY, support: REPOSITORY },
  },
  documents: [],
  accountModes: ["own", "managed"],
  capabilities: ["calls", "inboundEvents", "probe"],
  endpoints: [{ id: "gateway", url: "{gatewayUrl}" }],
  operations: [
    {
      ...{ id: "call", endpoints: ["gateway"], residency, timeoutMs: 20_000 },
      personalData: ["recipient-address", "sender-address"],
    },
    {
      ...{ id: "control", endpoints: ["gateway"], residency, timeoutMs: 20_000 },
      personalData: ["recipient-address", "message-content"],
    },
    { id: "probe", endpoints: ["gateway"], personalData: [], residency, timeoutMs: 20_000 },
  ],
  webhooks: {
    signature: { scheme: "standard-webhooks", secret: "webhookSecret" },
    strength: "strong",
    acknowledgement: { status: 200 },
    tryAgainStatus: 503,
    neverAgainStatus: 400,
    retriedForSeconds: 86_400,
    deduplicationKey: "operator and id of the page's event",
    documentation: REPOSITORY,
  },
  calls: {
    verbs: {
      ...{ answer: "full", hold: "full", mute: "full", transfer: "full", "hang-up": "full" },
      // Pauses come in steps of two seconds.
      "send-digits": "partial",
      // A person speaks: what would speak, play or listen in their place is not theirs to do.
      ...{
        say: "rejected",
        play: "rejected",
        gather: "rejected",
        record: "rejected",
        dial: "rejected",
        queue: "rejected",
      },
    },
    destinations: ["phone", "sip", "line"],
    ...{ callOperation: "call", controlOperation: "control", control: "at-once" },
    afterLastVerb: "goes-on",
    documentation: REPOSITORY,
  },
  limits: { concurrency: 20, order: "none" },
};
