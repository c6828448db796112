import { defineProvider, type ProviderV1, type SendOutcomeInput } from "@plugboard/core";
import { z } from "zod";

/** What a provider has of an account, and nobody else may see. */
export const canaryOf = (accountId: string): string => `canary-${accountId}-6d1f8e`;

/** A number that another account writes to as well. */
export const SHARED_NUMBER = "+4930123456";

/**
 * A provider in this process with every capability that needs no network. Everything it gives back quotes the account it was opened for, and
 * each use is told.
 * @param used - called with the account whose instance is used.
 */
export function wholeProvider(used: (accountId: string) => void): ProviderV1 {
  const facet = { countries: ["DE"], source: "https://whole.example.com/dpa", readOn: "2026-11-22", safeguard: "none" };
  return defineProvider({
    manifest: {
      id: "whole",
      name: "Whole",
      version: "1.0.0",
      coreRange: "*",
      channelKinds: ["sms"],
      seller: {
        legalName: "Whole Ltd",
        country: "IE",
        website: "https://whole.example.com",
        support: "mailto:support@whole.example.com",
      },
      documents: [{ kind: "terms", version: "1", url: "https://whole.example.com/terms" }],
      accountModes: ["own"],
      capabilities: [
        ...(["outboundMessages", "inboundEvents", "templates", "media"] as const),
        ...(["conversationSignals", "webhookRegistration", "probe"] as const),
      ],
      endpoints: [{ id: "api", url: "https://api.whole.example.com" }],
      operations: [
        {
          id: "send-message",
          endpoints: ["api"],
          personalData: ["recipient-address", "message-content"],
          residency: { processing: facet as never },
        },
      ],
      content: { features: { text: "full" }, addressKinds: ["phone"] },
      sendOperation: "send-message",
      idempotency: { mode: "key", ttlSeconds: 86_400 },
    },
    settings: z.strictObject({}),
    credentials: z.strictObject({ key: z.string().optional() }),
    open: ({ accountId, credentials }) => {
      const canary = canaryOf(accountId);
      const use = <Answer>(answer: Answer): Promise<Answer> => {
        used(accountId);
        return Promise.resolve(answer);
      };
      return Promise.resolve({
        outboundMessages: {
          doSend: async ({ message, messageId }): Promise<SendOutcomeInput> => {
            await credentials.resolve();
            const waits = message.metadata?.["waits"] === "yes";
            return use(
              waits
                ? { outcome: "try-again", code: "BUSY", party: "provider", retryAfterMs: 3_000_000, scope: "message" }
                : { outcome: "received", providerMessageId: `p-${messageId}` },
            );
          },
        },
        inboundEvents: { doParse: () => [] },
        templates: {
          doListTemplates: () =>
            use({
              templates: [{ name: canary, language: "de", status: "approved", parameters: { header: 0, body: 0 } }],
            }),
        },
        media: { doDownload: () => use({ bytes: Buffer.from(canary), contentType: "text/plain" }) },
        conversationSignals: {
          signals: ["read", "typing"],
          doSignal: () => use(undefined),
          doPresence: () => use(undefined),
        },
        webhookRegistration: { doRegister: () => use({ registrationId: canary }) },
        probe: { doProbe: () => use({ state: "operational", certainty: 1 } as const) },
        close: () => Promise.resolve(),
      });
    },
  });
}
