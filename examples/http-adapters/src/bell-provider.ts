import { defineProvider } from "@plugboard/core/spec";
import { z } from "zod";

const bodySchema = z.object({ id: z.string(), from: z.string(), text: z.string() });
const SITE = "https://bell.example.com";

/** A made-up provider that only tells of messages, by Standard Webhooks. */
export const bellProvider = defineProvider({
  manifest: {
    id: "bell",
    name: "Bell",
    version: "1.0.0",
    coreRange: "^0.1.0",
    channelKinds: ["sms"],
    seller: { legalName: "Bell Ltd", country: "IE", website: SITE, support: "mailto:support@bell.example.com" },
    documents: [{ kind: "terms", version: "1", url: `${SITE}/terms` }],
    accountModes: ["own"],
    capabilities: ["inboundEvents"],
    endpoints: [],
    operations: [],
    webhooks: {
      signature: { scheme: "standard-webhooks", secret: "webhookSecret" },
      strength: "strong",
      acknowledgement: { status: 200 },
      tryAgainStatus: 503,
      neverAgainStatus: 410,
      retriedForSeconds: 86_400,
      deduplicationKey: "the id of the message",
      documentation: "https://www.standardwebhooks.com",
    },
  },
  settings: z.strictObject({}),
  credentials: z.strictObject({ webhookSecret: z.string() }),
  open: () => ({
    inboundEvents: {
      doParse: ({ body }) => {
        const { id, from, text } = bodySchema.parse(JSON.parse(new TextDecoder().decode(body)));
        return [{ type: "message", providerMessageId: id, from: { kind: "phone", value: from }, to: [], text }];
      },
    },
    close: () => Promise.resolve(),
  }),
});
