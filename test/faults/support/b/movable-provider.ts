import type { ProviderV1 } from "@plugboard/core";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";

/**
 * A provider whose hosts are where the setting `origin` says, so that every case has a server of its own in one host. Without its service window, which is not
 * what these rows try, and with times of tests.
 */
export function movableProvider(
  { provider }: ProviderFixtures,
  { id, timeoutMs, ...limits }: { id?: string; timeoutMs: number; maxAttempts?: number },
): ProviderV1 {
  const { manifest, settingsSchema } = provider;
  const { serviceWindow: _, ...content } = manifest.content ?? {
    addressKinds: [],
    features: {},
    maxContentBytes: 1,
    maxRecipients: 1,
  };
  return {
    ...provider,
    manifest: {
      ...manifest,
      id: id ?? manifest.id,
      content,
      endpoints: manifest.endpoints.map((endpoint) =>
        endpoint.url.startsWith("{") ? endpoint : { ...endpoint, url: "{origin}" },
      ),
      operations: manifest.operations.map((operation) => ({ ...operation, timeoutMs })),
      limits: { ...manifest.limits, ...limits },
    },
    settingsSchema: z.looseObject({ origin: z.url() }),
    open: (connection) => {
      const { origin: _origin, ...settings } = z.looseObject({ origin: z.url() }).parse(connection.settings);
      return provider.open({ ...connection, settings: settingsSchema.parse(settings) });
    },
  };
}
