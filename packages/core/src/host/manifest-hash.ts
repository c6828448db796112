import { createHash } from "node:crypto";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";

const known = new WeakMap<ProviderManifest, string>();

/**
 * SHA-256, lower-case hex, of everything a manifest discloses. Equal hashes disclose the same, so that thousands of channels are looked at
 * without describing each.
 */
export function manifestHash(manifest: ProviderManifest): string {
  const before = known.get(manifest);
  if (before !== undefined) return before;
  const { id, seller, documents, operations, endpoints, webhooks, subProcessors } = manifest;
  const disclosed: unknown[] = [id, seller, documents, operations, endpoints, webhooks?.strength ?? null];
  // Only where they are named, so that acceptances from before there were names still match.
  if (subProcessors !== undefined) disclosed.push(subProcessors);
  const hash = createHash("sha256").update(JSON.stringify(disclosed)).digest("hex");
  known.set(manifest, hash);
  return hash;
}
