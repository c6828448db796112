import { readTrust } from "../trust/read-trust.js";
import type { TrustInput } from "../trust/trust.js";
import { type Refusal, refusal } from "../verify/refusal.js";
import { verifyDocument } from "../verify/verify-document.js";
import { type MarketIndex, marketIndexSchema } from "./market-index.js";

/**
 * Reads an index: signed by a marketplace the host trusts, not expired, not older than one seen before.
 * @param text - of the file, as it was served.
 */
export function readIndex(
  text: string,
  { trust, nowMs, minimumSequence = 0 }: { trust: TrustInput; nowMs: number; minimumSequence?: number },
): { readonly index: MarketIndex } | { readonly refusal: Refusal } {
  const { marketplaceKeys } = readTrust(trust);
  const read = verifyDocument("index", text, marketIndexSchema, marketplaceKeys, nowMs);
  if (read === undefined) return { refusal: refusal("INDEX_INVALID", "index") };
  const { sequence, expiresAt } = read.document;
  if (sequence < minimumSequence || Date.parse(expiresAt) < nowMs)
    return { refusal: refusal("INDEX_STALE", `sequence ${sequence}, good until ${expiresAt}`) };
  return { index: read.document };
}
