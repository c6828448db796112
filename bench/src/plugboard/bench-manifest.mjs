const PAGE = "https://bench.invalid/";

/**
 * The manifest of the measured provider.
 * @param {{ id: string, url: string, lanes: number, carriesText?: boolean }} options
 */
export function manifestOf({ id, url, lanes, carriesText = true }) {
  return {
    id,
    name: "Bench",
    version: "0.0.0",
    coreRange: "*",
    channelKinds: ["whatsapp"],
    seller: { legalName: "Bench", country: "DE", website: PAGE, support: PAGE },
    documents: [],
    accountModes: ["own"],
    capabilities: ["outboundMessages"],
    endpoints: [{ id: "api", url }],
    operations: [
      {
        id: "send",
        endpoints: ["api"],
        personalData: ["recipient-address", "sender-address", "message-content"],
        residency: { processing: { countries: ["DE"], source: PAGE, readOn: "2026-01-01" } },
      },
    ],
    content: { features: { text: carriesText ? "full" : "rejected" }, addressKinds: ["phone"] },
    sendOperation: "send",
    idempotency: { mode: "key", ttlSeconds: 86_400 },
    limits: { concurrency: lanes },
  };
}
