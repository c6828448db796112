import type { ProviderV1 } from "@plugboard/core";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";

const placeSchema = z.looseObject({ origin: z.url() });

/**
 * A provider of calls whose hosts are where the setting `origin` says, so that every case has a server of its own in one host. It follows no events: a
 * second connection would be taken for a second call.
 */
export function movableCalls({ provider }: ProviderFixtures, timeoutMs: number): ProviderV1 {
  const { manifest, settingsSchema } = provider;
  return {
    ...provider,
    manifest: {
      ...manifest,
      capabilities: manifest.capabilities.filter((name) => name !== "mailboxSync" && name !== "inboundEvents"),
      endpoints: manifest.endpoints.map((endpoint) => ({ ...endpoint, url: "{origin}" })),
      operations: manifest.operations.map((operation) => ({ ...operation, timeoutMs })),
    },
    settingsSchema: placeSchema,
    open: async (connection) => {
      const { origin: _origin, ...settings } = placeSchema.parse(connection.settings);
      const opened = await provider.open({ ...connection, settings: settingsSchema.parse(settings) });
      const { mailboxSync: _sync, inboundEvents: _events, ...instance } = opened;
      return { ...instance, close: () => opened.close() };
    },
  };
}
