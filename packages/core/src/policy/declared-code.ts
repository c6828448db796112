import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";

/** The code of a plugin's own error, when its manifest declares it; its text is not looked at. */
export function declaredCode(error: unknown, manifest: ProviderManifest | undefined): string | undefined {
  if (manifest?.errors === undefined || typeof error !== "object" || error === null || !("code" in error))
    return undefined;
  const { code } = error;
  return typeof code === "string" && Object.hasOwn(manifest.errors, code) ? code : undefined;
}
