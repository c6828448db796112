import { defineProvider, type ProviderV1 } from "@plugboard/core";
import { z } from "zod";

const SITE = "https://scheduled.example.com";
const readAs = { countries: ["DE"], source: `${SITE}/privacy`, readOn: "2026-01-01" };

/** When attempts of a message were made. Milliseconds of `performance.now()`. */
export type Attempts = Map<string, number[]>;

/**
 * A provider that answers a message `again <milliseconds> <scope> …` with "try again" after so long, once, and takes everything else. It reaches nobody:
 * what counts is when it was asked.
 */
export function scheduledProvider(attempts: Attempts): ProviderV1 {
  return defineProvider({
    manifest: {
      id: "scheduled",
      name: "scheduled",
      version: "1.0.0",
      coreRange: "^0.1.0",
      channelKinds: ["sms"],
      seller: {
        legalName: "Scheduled Ltd",
        country: "DE",
        website: SITE,
        support: "mailto:support@scheduled.example.com",
      },
      documents: [{ kind: "terms", version: "1", url: `${SITE}/terms` }],
      accountModes: ["own"],
      capabilities: ["outboundMessages"],
      endpoints: [{ id: "api", url: SITE }],
      operations: [
        {
          id: "send",
          endpoints: ["api"],
          personalData: ["recipient-address", "message-content"],
          residency: { inTransit: readAs, processing: readAs, atRest: readAs },
          timeoutMs: 5_000,
        },
      ],
      sendOperation: "send",
      content: { features: { text: "full" }, addressKinds: ["phone"] },
      limits: { maxAttempts: 5, backoffBaseMs: 1_000, backoffMaxMs: 3_600_000 },
    },
    settings: z.strictObject({}),
    credentials: z.strictObject({}),
    open: () => ({
      outboundMessages: {
        doSend: ({ message: { content }, attempt }) => {
          const text = content.type === "text" ? content.text : "";
          attempts.set(text, [...(attempts.get(text) ?? []), performance.now()]);
          const [word, retryAfterMs, scope] = text.split(" ");
          if (word !== "again" || attempt > 1) return Promise.resolve({ outcome: "received", providerMessageId: text });
          const again = { outcome: "try-again", code: "LATER", party: "provider" } as const;
          return Promise.resolve({
            ...again,
            retryAfterMs: Number(retryAfterMs),
            scope: scope === "channel" ? "channel" : "message",
          });
        },
      },
      close: () => Promise.resolve(),
    }),
  });
}
