import type { ProviderDocument } from "../spec/manifest/provider-document.js";
import { type Refusal, refusal } from "./refusal.js";

/** Documents that bind the account, so that each version needs an acceptance (R5). */
const BINDING: ReadonlySet<ProviderDocument["kind"]> = new Set([
  "terms",
  "data-processing-agreement",
  "acceptable-use",
]);

/** A document by kind and version, as shown or accepted. */
export interface DocumentVersion {
  readonly kind: ProviderDocument["kind"];
  readonly version: string;
}

/** Whether every binding document of the provider was accepted in its present version. */
export function decideTerms(
  documents: readonly ProviderDocument[],
  accepted: readonly DocumentVersion[],
): Refusal | undefined {
  const missing = documents.filter(
    ({ kind, version }) => BINDING.has(kind) && !accepted.some((one) => one.kind === kind && one.version === version),
  );
  if (missing.length === 0) return undefined;
  return refusal("TERMS_OUTDATED", { documents: missing.map(({ kind, version }) => `${kind} ${version}`) });
}
