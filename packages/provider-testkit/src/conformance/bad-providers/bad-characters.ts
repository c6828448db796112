import { ContactCenterError } from "@plugboard/core/spec";
import { httpProviderCredentialsSchema } from "../../http-provider/http-provider-credentials.js";
import type { BadProvider } from "./bad-provider.js";
import { spoil } from "./spoil.js";

/** What an object of a class has and data has not. */
const METHODS = { describe: (): string => "fields" };

/** What can be wrong with a provider's manifest, its instance and its life. */
export const badCharacters: readonly BadProvider[] = [
  {
    name: "read-its-documents-tomorrow",
    breaks: "manifest-complete",
    make: (good) =>
      spoil(good, {
        manifest: (manifest) => ({
          ...manifest,
          operations: manifest.operations.map((operation) => ({
            ...operation,
            residency: {
              ...operation.residency,
              processing: { ...operation.residency.processing, readOn: "2099-12-31" },
            },
          })),
        }),
      }),
  },
  {
    name: "discards-what-comes-while-the-store-is-down",
    breaks: "manifest-complete",
    make: (good) =>
      spoil(good, {
        manifest: (manifest) =>
          manifest.webhooks ? { ...manifest, webhooks: { ...manifest.webhooks, tryAgainStatus: 400 } } : manifest,
      }),
  },
  {
    name: "has-more-than-it-declares",
    breaks: "capabilities",
    make: (good) =>
      spoil(good, { instance: () => ({ templates: { doListTemplates: () => Promise.resolve({ templates: [] }) } }) }),
  },
  {
    name: "logs-an-object-of-a-class",
    breaks: "border",
    make: (good) =>
      spoil(good, {
        send:
          (doSend, { logger }) =>
          (transfer) => {
            const fields = Object.create(METHODS) as Record<string, number>;
            logger.info("sending", Object.assign(fields, { attempt: transfer.attempt }));
            return doSend(transfer);
          },
      }),
  },
  {
    name: "closes-only-once",
    breaks: "close",
    make: (good) =>
      spoil(good, {
        instance: ({ close }) => {
          let closed = false;
          return {
            close: () => {
              if (closed) return Promise.reject(new Error("closed already"));
              closed = true;
              return close();
            },
          };
        },
      }),
  },
  {
    name: "blames-the-provider-for-a-revoked-key",
    breaks: "probe",
    make: (good) =>
      spoil(good, {
        instance: ({ probe }) =>
          probe
            ? {
                probe: {
                  doProbe: async (signal) => {
                    const result = await probe.doProbe(signal);
                    return result.party === "account" ? { ...result, party: "provider" } : result;
                  },
                },
              }
            : {},
      }),
  },
  {
    name: "probes-for-ever",
    breaks: "deadline",
    make: (good) =>
      spoil(good, {
        instance: (_instance, { http, credentials }) => ({
          probe: {
            doProbe: async () => {
              const { apiKey } = httpProviderCredentialsSchema.parse((await credentials.resolve()).current);
              const headers = { authorization: `Bearer ${apiKey}` };
              const asked = { operation: "check-health", method: "GET", endpoint: "api", path: "/health" } as const;
              const request = { ...asked, headers };
              for (;;) {
                try {
                  const { status } = await http.request(request);
                  return status < 300
                    ? { state: "operational", certainty: 1 }
                    : { state: "down", party: status < 500 ? "account" : "provider", certainty: 1 };
                } catch (error) {
                  const reason = ContactCenterError.isInstance(error) ? error.details["reason"] : undefined;
                  if (reason !== "answer-timeout") return { state: "down", party: "provider", certainty: 0.5 };
                }
              }
            },
          },
        }),
      }),
  },
];
