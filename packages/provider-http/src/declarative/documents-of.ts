import type { ProviderManifest } from "@plugboard/core/spec";

type Kind = ProviderManifest["documents"][number]["kind"];
/** A page's address, or the version it names itself by and the address. */
type Page = string | readonly [version: string, url: string];

/**
 * A provider's documents. One given without its version has the version `unverified`: nobody who wrote the manifest has seen which one is in force,
 * and whoever accepts it is shown so.
 */
export function documentsOf(pages: Readonly<Partial<Record<Kind, Page>>>): ProviderManifest["documents"] {
  const kinds = ["terms", "privacy", "data-processing-agreement", "sub-processors", "acceptable-use"] as const;
  return kinds.flatMap((kind) => {
    const page = pages[kind];
    if (page === undefined) return [];
    const [version, url] = typeof page === "string" ? ["unverified", page] : page;
    return [{ kind, version, url }];
  });
}
