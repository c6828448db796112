import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { type PayloadKind, payloadTypes } from "./envelope.js";
import { keyIdOf } from "./key-id-of.js";
import { signedBytes } from "./signed-bytes.js";

/**
 * Signs a document.
 * @param privateKeyPem - PKCS #8, as {@link createSigningKey} gives it.
 * @returns the text of the envelope, exactly as it has to be kept: one byte more or less is refused.
 * @throws the key is no Ed25519 key.
 */
export function signPayload(kind: PayloadKind, document: unknown, privateKeyPem: string): string {
  const privateKey = createPrivateKey(privateKeyPem);
  if (privateKey.asymmetricKeyType !== "ed25519") throw new TypeError("the key is not an Ed25519 key");
  const raw = createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
  const payload = Buffer.from(JSON.stringify(document), "utf8");
  const payloadType = payloadTypes[kind];
  const sig = sign(null, signedBytes(payloadType, payload), privateKey).toString("base64");
  return JSON.stringify({
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid: keyIdOf(raw), sig }],
  });
}
