import { createPublicKey, verify } from "node:crypto";
import type { KeyRecord } from "./key-record.js";
import { keyIdOf } from "./key-id-of.js";
import type { ReadEnvelope } from "./read-envelope.js";
import { signedBytes } from "./signed-bytes.js";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in SPKI. */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** Whether the envelope's signature is this key's. Says nothing of the key's validity. */
export function isSignedBy(envelope: ReadEnvelope, key: KeyRecord): boolean {
  if (envelope.keyId !== key.keyId || keyIdOf(key.publicKey) !== key.keyId) return false;
  const der = Buffer.concat([SPKI_HEAD, Buffer.from(key.publicKey, "base64")]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  return verify(null, signedBytes(envelope.payloadType, envelope.payload), publicKey, envelope.signature);
}
