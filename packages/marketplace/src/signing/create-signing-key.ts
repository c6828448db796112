import { generateKeyPairSync } from "node:crypto";
import type { KeyRecord } from "./key-record.js";
import { keyIdOf } from "./key-id-of.js";

/** A key pair: the private half as PEM (PKCS #8) for the publisher alone, the record for everyone's trust. */
export interface SigningKey {
  readonly privateKeyPem: string;
  readonly record: KeyRecord;
}

/** Makes an Ed25519 key that counts between two instants (milliseconds since the epoch). */
export function createSigningKey({ fromMs, untilMs }: { fromMs: number; untilMs: number }): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
  return {
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    record: {
      keyId: keyIdOf(raw),
      publicKey: raw,
      validFrom: new Date(fromMs).toISOString(),
      validUntil: new Date(untilMs).toISOString(),
    },
  };
}
