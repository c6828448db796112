import type { ProviderManifest, ProviderV1 } from "@plugboard/core/spec";

/** The provider with deadlines and delays a test can wait for. Only the manifest differs: what the host enforces, it enforces. */
export function shorten(
  provider: ProviderV1,
  { timeoutMs, limits }: { readonly timeoutMs: number; readonly limits: Partial<ProviderManifest["limits"]> },
): ProviderV1 {
  const { manifest } = provider;
  return {
    specificationVersion: provider.specificationVersion,
    settingsSchema: provider.settingsSchema,
    credentialsSchema: provider.credentialsSchema,
    open: (connection) => provider.open(connection),
    manifest: {
      ...manifest,
      limits: { ...manifest.limits, backoffBaseMs: 1, backoffMaxMs: 20, maxAttempts: 3, ...limits },
      operations: manifest.operations.map((operation) => ({
        ...operation,
        timeoutMs: Math.min(operation.timeoutMs, timeoutMs),
      })),
    },
  };
}
