import type { ProviderDocument } from "../spec/manifest/provider-document.js";
import { type Refusal, refusal } from "./refusal.js";

/** Documents that bind the account, so that each version needs an acceptance (R5). */
const BINDING: ReadonlySet<ProviderDocument["kind"]> = new Set([
  "terms",
  "data-processing-agreement",
  "acceptable-use",
]);

/** A document by kind and version, as shown or accepted; with the hash of its text where it is known. */
export interface DocumentVersion {
  readonly kind: ProviderDocument["kind"];
  readonly version: string;
  readonly sha256?: string | undefined;
}

/** Whether every binding document of the provider was accepted in its present version, and in this text where both are known. */
export function decideTerms(
  documents: readonly ProviderDocument[],
  accepted: readonly DocumentVersion[],
): Refusal | undefined {
  const missing = documents.filter((one) => BINDING.has(one.kind) && !accepted.some((known) => isSame(one, known)));
  if (missing.length === 0) return undefined;
  return refusal("TERMS_OUTDATED", { documents: missing.map(({ kind, version }) => `${kind} ${version}`) });
}

/** A new text under an old version is a new version. */
function isSame(one: DocumentVersion, known: DocumentVersion): boolean {
  if (one.kind !== known.kind || one.version !== known.version) return false;
  return one.sha256 === undefined || known.sha256 === undefined || one.sha256 === known.sha256;
}
