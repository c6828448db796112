import { hash } from "node:crypto";
import { signToken } from "./sign-token.js";

/** A token is used again for half of its life: a signature costs more than the rest of a request. */
const USED_AGAIN_MS = 30_000;
const MOST_KEPT = 256;
const kept = new Map<string, { readonly token: string; readonly signedAtMs: number }>();

/** The token for a request now: signed anew when the last one is half a minute old, or the clock went back. */
export function tokenFor(accountId: string, key: { keyId: string; privateKey: string }, nowMs: number): string {
  const name = hash("sha256", `${accountId}\n${key.keyId}\n${key.privateKey}`, "base64url");
  const last = kept.get(name);
  if (last !== undefined && nowMs >= last.signedAtMs && nowMs - last.signedAtMs < USED_AGAIN_MS) return last.token;
  const token = signToken(accountId, key, nowMs);
  kept.delete(name);
  kept.set(name, { token, signedAtMs: nowMs });
  const [oldest] = kept.size > MOST_KEPT ? kept.keys() : [];
  if (oldest !== undefined) kept.delete(oldest);
  return token;
}
