import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { LedgerSignature } from "@plugboard/core/sealing";

/** What a signature is worth: whose it is, if anybody said whom to expect. */
export type SignatureVerdict = "good" | "good-of-unknown-key" | "bad" | "of-another-key";

/**
 * @param expected - the key that the signer made known; without it a good signature says only that the file and some key belong together.
 */
export function checkSignature(
  text: string,
  { publicKey, value }: LedgerSignature,
  expected: KeyObject | undefined,
): SignatureVerdict {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    if (key.asymmetricKeyType !== "ed25519") return "bad";
    if (!verify(null, Buffer.from(text), key, Buffer.from(value, "base64"))) return "bad";
  } catch (error) {
    // What is no key and no signature verifies nothing; the reason does not matter to who asked.
    if (error instanceof Error) return "bad";
    throw error;
  }
  if (expected === undefined) return "good-of-unknown-key";
  return expected.equals(key) ? "good" : "of-another-key";
}
