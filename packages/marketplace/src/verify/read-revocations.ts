import { type RevocationList, revocationListSchema } from "../trust/revocation-list.js";
import type { Trust } from "../trust/trust.js";
import { type Refusal, refusal } from "./refusal.js";
import { verifyDocument } from "./verify-document.js";

/** The list that is in force, or why there is none. */
export function readRevocations(
  text: string | undefined,
  trust: Trust,
  { nowMs, minimumSequence = 0 }: { nowMs: number; minimumSequence?: number },
): { readonly list?: RevocationList; readonly refusal?: Refusal } {
  if (text === undefined)
    return trust.needsRevocations ? { refusal: refusal("REVOCATIONS_MISSING", "revocations") } : {};
  const read = verifyDocument("revocations", text, revocationListSchema, trust.marketplaceKeys, nowMs);
  if (read === undefined) return { refusal: refusal("REVOCATIONS_INVALID", "revocations") };
  const { document: list, keyId } = read;
  if (list.keys.some((one) => one.keyId === keyId)) return { refusal: refusal("REVOCATIONS_INVALID", keyId) };
  if (list.sequence < minimumSequence || Date.parse(list.expiresAt) < nowMs)
    return { refusal: refusal("REVOCATIONS_STALE", `sequence ${list.sequence}, good until ${list.expiresAt}`) };
  return { list };
}
