import { createPublicKey, type KeyObject } from "node:crypto";

/** Keys read from their text at most; reading one costs as much as verifying with it. */
const MOST = 1_024;
/** DER header of an Ed25519 public key (RFC 8410), before its 32 bytes. */
const ED25519_HEADER = Buffer.from("302a300506032b6570032100", "hex");
const ED25519_BYTES = 32;

const known = new Map<string, KeyObject | undefined>();

/**
 * A public key as providers show it: PEM, base64 of its DER form (SendGrid), or for Ed25519 base64 of the 32 bytes (Telnyx).
 * @returns nothing when it is none of these.
 */
export function publicKey(text: string): KeyObject | undefined {
  if (known.has(text)) return known.get(text);
  const key = read(text.trim());
  if (known.size >= MOST) known.clear();
  known.set(text, key);
  return key;
}

function read(text: string): KeyObject | undefined {
  try {
    if (text.startsWith("-----BEGIN ")) return createPublicKey(text);
    const der = Buffer.from(text, "base64");
    const key = der.length === ED25519_BYTES ? Buffer.concat([ED25519_HEADER, der]) : der;
    return createPublicKey({ key, format: "der", type: "spki" });
  } catch {
    // Not a key: nothing verifies with it, and its activation says so.
    return undefined;
  }
}
