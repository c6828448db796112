import {
  type ConnectionV1,
  defineProvider,
  outcomeOfStatus,
  type ProviderManifestInput,
  type ProviderInstanceV1,
  type ProviderV1,
  readJsonAnswer,
} from "@plugboard/core";
import { z } from "zod";

const settingsSchema = z.strictObject({ baseUrl: z.url(), countries: z.array(z.string()).min(1) });
const storedSchema = z.object({ id: z.string() });
const erasedSchema = z.object({ erased: z.number() });
const facet = {
  countries: { setting: "countries" },
  source: "account-settings",
  readOn: "2026-11-22",
  safeguard: "none",
} as const;

type SubProcessors = NonNullable<ProviderManifestInput["subProcessors"]>;
const HOSTING = { name: "Hosting GmbH", country: "DE" as const, purpose: "servers" };

/**
 * A provider of text messages with a method to erase a person: as small as one can be.
 * @param passedOn - sub-processors beside the one it always has.
 */
export function letterbox(id: string, name: string, sellerCountry: string, passedOn: SubProcessors = []): ProviderV1 {
  return defineProvider({
    manifest: {
      ...{ id, name, version: "1.0.0", coreRange: "*", channelKinds: ["sms"] },
      seller: {
        legalName: `${name} Ltd`,
        country: sellerCountry,
        website: "https://letterbox.example.com",
        support: "mailto:privacy@letterbox.example.com",
      },
      documents: [
        { kind: "terms", version: "2026-01", url: "https://letterbox.example.com/terms" },
        { kind: "privacy", version: "2026-01", url: "https://letterbox.example.com/privacy" },
        { kind: "data-processing-agreement", version: "2026-03", url: "https://letterbox.example.com/dpa" },
        { kind: "sub-processors", version: "2026-02", url: "https://letterbox.example.com/sub-processors" },
      ],
      subProcessors: [HOSTING, ...passedOn],
      ...{ accountModes: ["own"], capabilities: ["outboundMessages", "subjectRights"] },
      endpoints: [{ id: "api", url: "{baseUrl}" }],
      operations: [
        {
          ...{ id: "send-message", endpoints: ["api"], timeoutMs: 10_000 },
          personalData: ["recipient-address", "message-content"],
          residency: { inTransit: facet, processing: facet, atRest: facet },
        },
      ],
      content: { features: { text: "full" }, addressKinds: ["phone"] },
      ...{ sendOperation: "send-message", idempotency: { mode: "key", ttlSeconds: 86_400 }, limits: {} },
    },
    settings: settingsSchema,
    credentials: z.strictObject({}),
    open: async (connection) => open(connection),
  });
}

function open({ http, clock }: Pick<ConnectionV1, "http" | "clock">): ProviderInstanceV1 {
  const call = { operation: "send-message", endpoint: "api" } as const;
  return {
    outboundMessages: {
      doSend: async ({ transferId, message, idempotencyKey }) => {
        const { content, recipients } = message;
        const text = content.type === "text" ? content.text : "";
        const body = JSON.stringify({ to: recipients[0]?.address.value, text });
        const headers = { "content-type": "application/json", "idempotency-key": idempotencyKey };
        const response = await http.request({ ...call, transferId, method: "POST", path: "/messages", headers, body });
        if (response.status !== 200) return outcomeOfStatus(response, clock.now());
        return { outcome: "received", providerMessageId: readJsonAnswer(response, storedSchema).id };
      },
    },
    subjectRights: {
      rights: ["erase"],
      doSubjectRight: async ({ transferId, address }) => {
        const path = `/people/${encodeURIComponent(address)}`;
        const response = await http.request({ ...call, transferId, method: "DELETE", path });
        const { erased } = readJsonAnswer(response, erasedSchema);
        return erased === 0
          ? { result: "nothing-found" }
          : { result: "done", proof: `${String(erased)} ${erased === 1 ? "message" : "messages"}` };
      },
    },
    close: () => Promise.resolve(),
  };
}
