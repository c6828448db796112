import type { ProviderManifest } from "@plugboard/core/spec";

/**
 * A provider's documents, where none has a version of its own: the day they were read stands for it.
 * @param urls - by kind.
 */
export function documentsOf(
  readOn: string,
  urls: Readonly<Partial<Record<ProviderManifest["documents"][number]["kind"], string>>>,
): ProviderManifest["documents"] {
  const kinds = ["terms", "privacy", "data-processing-agreement", "sub-processors", "acceptable-use"] as const;
  return kinds.flatMap((kind) => {
    const url = urls[kind];
    return url === undefined ? [] : [{ kind, version: `as of ${readOn}`, url }];
  });
}
