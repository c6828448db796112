import { randomBytes, timingSafeEqual } from "node:crypto";
import { sign } from "./sign.js";

/** What a token says, once it is proven. */
export interface FormToken {
  /** Single use: a submission is deduplicated by it. */
  readonly nonce: string;
  readonly issuedAtMs: number;
}

const TOKEN = /^1\.([0-9a-z]{8,9})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** A token for one submission of this channel's form, from pages of this origin. Signed, not stored. */
export function mintFormToken(key: string, channelId: string, origin: string, nowMs: number): string {
  const issued = nowMs.toString(36);
  const nonce = randomBytes(16).toString("base64url");
  return `1.${issued}.${nonce}.${sign(key, "form-token", channelId, origin, issued, nonce)}`;
}

/**
 * @param keys - the live one and, while it is rotated, the one before.
 * @returns nothing for whatever is no token of this channel and origin; compared in constant time.
 */
export function readFormToken(
  token: string,
  keys: readonly string[],
  channelId: string,
  origin: string,
): FormToken | undefined {
  const match = TOKEN.exec(token);
  if (match === null) return undefined;
  const [, issued = "", nonce = "", mac = ""] = match;
  const given = Buffer.from(mac, "latin1");
  const isOurs = keys.some((key) =>
    timingSafeEqual(Buffer.from(sign(key, "form-token", channelId, origin, issued, nonce), "latin1"), given),
  );
  return isOurs ? { nonce, issuedAtMs: Number.parseInt(issued, 36) } : undefined;
}
