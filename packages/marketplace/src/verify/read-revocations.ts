import { type RevocationList, revocationListSchema } from "../trust/revocation-list.js";
import type { Trust } from "../trust/trust.js";
import { type Refusal, refusal } from "./refusal.js";
import { verifyDocument } from "./verify-document.js";

type Answer = { readonly list?: RevocationList; readonly refusal?: Refusal };

/** The list that was read last: a market holds thousands of listings against the same one. */
let last: { readonly text: string; readonly judgedBy: string; readonly answer: Answer } | undefined;

/** The list that is in force, or why there is none. */
export function readRevocations(
  text: string | undefined,
  trust: Trust,
  { nowMs, minimumSequence = 0 }: { nowMs: number; minimumSequence?: number },
): Answer {
  if (text === undefined)
    return trust.needsRevocations ? { refusal: refusal("REVOCATIONS_MISSING", "revocations") } : {};
  const judgedBy = JSON.stringify([trust.marketplaceKeys, nowMs, minimumSequence]);
  if (last?.text !== text || last.judgedBy !== judgedBy)
    last = { text, judgedBy, answer: judged(text, trust, nowMs, minimumSequence) };
  return last.answer;
}

function judged(text: string, trust: Trust, nowMs: number, minimumSequence: number): Answer {
  const read = verifyDocument("revocations", text, revocationListSchema, trust.marketplaceKeys, nowMs);
  if (read === undefined) return { refusal: refusal("REVOCATIONS_INVALID", "revocations") };
  const { document: list, keyId } = read;
  if (list.keys.some((one) => one.keyId === keyId)) return { refusal: refusal("REVOCATIONS_INVALID", keyId) };
  if (list.sequence < minimumSequence || Date.parse(list.expiresAt) < nowMs)
    return { refusal: refusal("REVOCATIONS_STALE", `sequence ${list.sequence}, good until ${list.expiresAt}`) };
  return { list };
}
