import type { PackageManifest } from "@plugboard/marketplace";

/** A provider that says another version than its package. */
export interface OtherVersion {
  readonly provider: string;
  readonly version: string;
}

/** Hosts tell what runs by the provider's version, npm and markets by the package's: who raised one alone has told nobody of the other. */
export function otherVersions(version: string, { providers }: Pick<PackageManifest, "providers">): OtherVersion[] {
  return providers
    .filter(({ manifest }) => manifest.version !== version)
    .map(({ manifest }) => ({ provider: manifest.id, version: manifest.version }));
}

/** For people, one line each. */
export function otherVersionLine({ provider, version }: OtherVersion, ofPackage: string): string {
  return `note: ${provider} says version ${version}, its package ${ofPackage}. To do: write ${ofPackage} into its manifest, and pack again.`;
}
