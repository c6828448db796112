import { isSignature } from "./is-signature.js";
import { sign } from "./sign.js";

const FORM = /^([A-Za-z0-9_-]{22,43})\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{43})$/;
const PURPOSE = "plugboard-livechat-session";
const AHEAD_MS = 300_000;

/** What a valid token says. */
export interface SessionClaim {
  readonly sessionId: string;
  readonly issuedAtMs: number;
}

/** What a visitor's browser shows to be taken for the same visitor again. It names no person and gives access to one conversation. */
export function issueSessionToken(secret: string, channelId: string, sessionId: string, nowMs: number): string {
  const issued = Math.floor(nowMs / 1_000).toString(36);
  return `${sessionId}.${issued}.${sign(secret, PURPOSE, channelId, sessionId, issued)}`;
}

/**
 * Reads a token after its signature was found right, by any of the secrets in force.
 * @returns undefined for everything else: another channel's, a changed one, an old one, one from the future.
 */
export function readSessionToken(
  token: string,
  secrets: readonly string[],
  channelId: string,
  nowMs: number,
  lifetimeMs: number,
): SessionClaim | undefined {
  const [, sessionId = "", issued = "", signature = ""] = FORM.exec(token) ?? [];
  if (sessionId === "") return undefined;
  const right = secrets.filter((secret) => isSignature(signature, sign(secret, PURPOSE, channelId, sessionId, issued)));
  if (right.length === 0) return undefined;
  const issuedAtMs = Number.parseInt(issued, 36) * 1_000;
  const isCurrent = issuedAtMs <= nowMs + AHEAD_MS && nowMs < issuedAtMs + lifetimeMs;
  return isCurrent ? { sessionId, issuedAtMs } : undefined;
}
