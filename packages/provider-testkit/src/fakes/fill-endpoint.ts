import { EgressRefusedError, type ProviderManifest } from "@plugboard/core/spec";

/**
 * An endpoint's URL with its placeholders filled from the settings.
 * @throws {EgressRefusedError} the manifest has no such endpoint, or a setting it needs is not set.
 */
export function fillEndpoint(manifest: ProviderManifest, endpointId: string, settings: unknown): string {
  const endpoint = manifest.endpoints.find(({ id }) => id === endpointId);
  if (!endpoint) throw new EgressRefusedError("endpoint-undeclared", { endpoint: endpointId });
  return endpoint.url.replace(/\{([A-Za-z0-9_.]+)\}/g, (_placeholder, path: string) => {
    const value = path.split(".").reduce<unknown>((at, name) => fieldOf(at, name), settings);
    if (typeof value === "string" || typeof value === "number") return String(value);
    throw new EgressRefusedError("endpoint-unset", { endpoint: endpointId });
  });
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
