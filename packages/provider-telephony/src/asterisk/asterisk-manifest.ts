import type { ProviderDefinition } from "@plugboard/core/spec";
import { ASTERISK_PROVIDER_ID } from "./asterisk-provider-id.js";

type Manifest = ProviderDefinition<never, never>["manifest"];
type ResidencyFacet = NonNullable<Manifest["operations"][number]["residency"]["atRest"]>;

/** The account names its exchange and says where it stands; nobody else can. */
const accountsOwnExchange: ResidencyFacet = {
  countries: { setting: "countries" },
  source: "account-settings",
  readOn: "2026-11-22",
  note: "the account's own exchange; trunks behind it are its operator's",
};
const residency = { inTransit: accountsOwnExchange, processing: accountsOwnExchange, atRest: accountsOwnExchange };
const http = ["ari"];
const called = ["recipient-address", "sender-address", "message-content"] as const;

/** The account's own Asterisk, through the Asterisk REST Interface. */
export const asteriskManifest: Manifest = {
  id: ASTERISK_PROVIDER_ID,
  name: "Asterisk (own exchange)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["telephony"],
  seller: {
    legalName: "Plugboard project (the connector; the exchange is the account's own)",
    website: "https://www.npmjs.com/package/@plugboard/provider-telephony",
    support: "https://www.npmjs.com/package/@plugboard/provider-telephony",
  },
  documents: [],
  accountModes: ["own"],
  capabilities: ["calls", "inboundEvents", "mailboxSync", "media", "probe"],
  endpoints: [
    { id: "ari", url: "https://{ari.host}:{ari.port}/ari" },
    { id: "events", url: "wss://{ari.host}:{ari.port}" },
  ],
  operations: [
    { id: "call", endpoints: http, personalData: [...called], residency, timeoutMs: 20_000 },
    { id: "control", endpoints: http, personalData: [...called], residency, timeoutMs: 20_000 },
    // Has the exchange go on with what it was handed in a transfer and has kept since: it hands personal data to nobody.
    { id: "follow-up", endpoints: http, personalData: [], residency, timeoutMs: 20_000 },
    { id: "events", endpoints: ["events"], personalData: [], residency, timeoutMs: 20_000 },
    {
      ...{ id: "recording", endpoints: http, personalData: ["voice"], residency },
      ...{ timeoutMs: 120_000, maxResponseBytes: 268_435_456 },
    },
    { id: "delete-recording", endpoints: http, personalData: [], residency, timeoutMs: 20_000 },
    { id: "probe", endpoints: http, personalData: [], residency, timeoutMs: 20_000 },
  ],
  calls: {
    verbs: {
      answer: "full",
      // Through an address of the account that speaks; the exchange has no voice of its own.
      say: "partial",
      play: "full",
      // Digits; speech is refused by name.
      gather: "partial",
      dial: "full",
      // Asks the other side's telephone to call elsewhere; one that does not know how (REFER) stays.
      transfer: "partial",
      hold: "full",
      mute: "full",
      // A message is ended by "*", "#" or its time.
      record: "partial",
      "send-digits": "full",
      // An extension of the account's dialplan.
      queue: "partial",
      "hang-up": "full",
    },
    destinations: ["phone", "sip", "line"],
    callOperation: "call",
    controlOperation: "control",
    recordingOperation: "recording",
    deleteRecordingOperation: "delete-recording",
    control: "at-once",
    // With the setting `machineContext`.
    machineDetection: true,
    documentation: "https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI/",
  },
  limits: { concurrency: 20, order: "none" },
};
