import type { ProviderDefinition } from "@plugboard/core/spec";
import { MOST_UPLOAD_BYTES } from "../files/most-upload-bytes.js";

type Manifest = ProviderDefinition<never, never>["manifest"];

const hostsOwnServers = {
  countries: { setting: "countries" },
  source: "account-settings" as const,
  readOn: "2026-11-22",
  note: "the host's own servers; a submission goes from the visitor's browser to them and nowhere else",
};
const residency = { inTransit: hostsOwnServers, processing: hostsOwnServers, atRest: hostsOwnServers };

/** Web forms that the host serves itself: no other company takes part. */
export const webformManifest: Manifest = {
  id: "webform",
  name: "Web form",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["webform"],
  seller: {
    legalName: "Plugboard project (the connector; whoever runs the host serves the form)",
    website: "https://www.npmjs.com/package/@plugboard/provider-webform",
    support: "https://www.npmjs.com/package/@plugboard/provider-webform",
  },
  documents: [],
  accountModes: ["managed", "own"],
  capabilities: ["inboundEvents", "site", "subjectRights", "probe"],
  endpoints: [{ id: "site", url: "{publicUrl}", direction: "listen" }],
  operations: [
    {
      id: "take-submission",
      endpoints: ["site"],
      personalData: [
        "sender-address",
        "sender-name",
        "message-content",
        "attachments",
        "contacts",
        "location",
        "technical-metadata",
      ],
      residency,
    },
  ],
  site: {
    operation: "take-submission",
    methods: ["GET", "POST", "OPTIONS"],
    headers: ["accept", "accept-language", "content-type", "if-none-match", "origin", "sec-fetch-site"],
    maxBodyBytes: MOST_UPLOAD_BYTES + 131_072,
  },
};
