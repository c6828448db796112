import { type ProviderManifest, type ProviderManifestInput, providerManifestSchema } from "@plugboard/core/spec";

const DPA = "https://postsms.example/legal/dpa";

/** A provider with webhooks, in one country. */
export function sampleManifest(changes: Partial<ProviderManifestInput> = {}): ProviderManifest {
  const residency = { processing: { countries: ["DE"], source: DPA, readOn: "2026-11-20" } };
  return providerManifestSchema.parse({
    id: "post-sms",
    name: "Post SMS",
    version: "1.2.0",
    specificationVersion: "v1",
    coreRange: "^0.1.0",
    channelKinds: ["sms"],
    seller: {
      legalName: "Post SMS GmbH",
      country: "DE",
      website: "https://postsms.example",
      support: "mailto:help@postsms.example",
    },
    documents: [{ kind: "terms", version: "3.1", url: "https://postsms.example/legal/terms" }],
    accountModes: ["own"],
    capabilities: ["outboundMessages"],
    endpoints: [{ id: "api", url: "https://api.postsms.example/v1" }],
    operations: [
      { id: "send-message", endpoints: ["api"], personalData: ["recipient-address", "message-content"], residency },
    ],
    sendOperation: "send-message",
    content: { features: { text: "full" }, addressKinds: ["phone"] },
    settings: { type: "object" },
    credentials: { type: "object" },
    ...changes,
  });
}
