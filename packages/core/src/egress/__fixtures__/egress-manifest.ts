import { defineProvider } from "../../spec/define-provider.js";
import type { Endpoint } from "../../spec/manifest/endpoint.js";
import type { Operation } from "../../spec/manifest/operation.js";
import type { ProviderManifest } from "../../spec/manifest/provider-manifest.js";
import { z } from "zod";

/** An endpoint as a test writes it. */
export type EndpointOf = Pick<Endpoint, "id" | "url"> & Partial<Endpoint>;
/** An operation as a test writes it: by default it carries no personal data. */
export type OperationOf = Pick<Operation, "id" | "endpoints"> &
  Partial<Pick<Operation, "personalData" | "timeoutMs" | "maxResponseBytes">>;

/** A manifest with these endpoints; without operations of its own it has `probe` (no personal data) and `send` (content) for all of them. */
export function egressManifest(endpoints: readonly EndpointOf[], operations?: readonly OperationOf[]): ProviderManifest {
  const all = endpoints.map(({ id }) => id);
  const given: readonly OperationOf[] = operations ?? [
    { id: "probe", endpoints: all },
    { id: "send", endpoints: all, personalData: ["message-content"] },
  ];
  return defineProvider({
    manifest: {
      id: "acme",
      name: "Acme",
      version: "1.0.0",
      coreRange: "^0.1.0",
      channelKinds: ["email"],
      seller: { legalName: "Acme GmbH", country: "DE", website: "https://acme.example", support: "https://acme.example/help" },
      documents: [],
      accountModes: ["own"],
      capabilities: [],
      endpoints: [...endpoints],
      operations: given.map((operation) => ({
        personalData: [],
        ...operation,
        residency: { processing: { countries: ["DE"], source: "https://acme.example/privacy", readOn: "2026-01-02" } },
      })),
    },
    settings: z.object({}),
    credentials: z.object({}),
    open: () => ({ close: async () => undefined }),
  }).manifest;
}
