import { z } from "zod";
import type { ConnectionV1 } from "./connection/connection.js";
import { ManifestInvalidError } from "./errors/manifest-invalid-error.js";
import { type ProviderManifestInput, providerManifestSchema } from "./manifest/provider-manifest.js";
import type { ProviderInstanceV1 } from "./provider-instance.js";
import type { ProviderV1 } from "./provider.js";

/** What a plugin's author writes. */
export interface ProviderDefinition<Settings extends z.ZodType, Credentials extends z.ZodType> {
  readonly manifest: Omit<ProviderManifestInput, "settings" | "credentials" | "specificationVersion">;
  /** A channel's settings; placeholders of endpoints and residency refer to them. No secrets. */
  readonly settings: Settings;
  /** A channel's secrets, resolved by the host per call. */
  readonly credentials: Credentials;
  open(
    connection: ConnectionV1<z.output<Settings>, z.output<Credentials>>,
  ): ProviderInstanceV1 | Promise<ProviderInstanceV1>;
}

/**
 * Makes a provider out of its definition: checks the manifest and adds the JSON Schemas of settings and credentials to it.
 * @throws {ManifestInvalidError} naming each field that is wrong.
 */
export function defineProvider<Settings extends z.ZodType, Credentials extends z.ZodType>(
  definition: ProviderDefinition<Settings, Credentials>,
): ProviderV1 {
  const parsed = providerManifestSchema.safeParse({
    ...definition.manifest,
    specificationVersion: "v1",
    settings: z.toJSONSchema(definition.settings, { io: "input" }),
    credentials: z.toJSONSchema(definition.credentials, { io: "input" }),
  });
  if (!parsed.success) throw new ManifestInvalidError(definition.manifest.id, parsed.error);
  return {
    specificationVersion: "v1",
    manifest: Object.freeze(parsed.data),
    settingsSchema: definition.settings,
    credentialsSchema: definition.credentials,
    // The host validates settings and credentials with the schemas above before it calls `open`.
    open: (connection: Parameters<typeof definition.open>[0]) => definition.open(connection),
  };
}
