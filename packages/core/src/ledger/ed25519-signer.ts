import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import type { LedgerSigner } from "../ports/ledger-signer.js";
import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";

/**
 * A signer of a key in this process; hosts with a key service write their own.
 * @param privateKey - Ed25519, as an object or PEM (PKCS #8). @throws {OptionInvalidError}
 */
export function ed25519Signer(privateKey: KeyObject | string): LedgerSigner {
  let key: KeyObject;
  try {
    key = typeof privateKey === "string" ? createPrivateKey(privateKey) : privateKey;
  } catch {
    // The cause may quote the key.
    throw new OptionInvalidError(["privateKey: expected a private key as PEM"]);
  }
  if (key.type !== "private" || key.asymmetricKeyType !== "ed25519")
    throw new OptionInvalidError(["privateKey: expected an Ed25519 private key"]);
  return {
    publicKey: createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64"),
    sign: (bytes) => sign(null, bytes, key),
  };
}
