import { KeyObject } from "node:crypto";
import { OptionInvalidError } from "@plugboard/core/spec";

/**
 * Refuses a `key` that no signature could be compared with, before a file is called changed for it.
 * @throws {OptionInvalidError} it is no public Ed25519 key as `crypto.createPublicKey` gives one.
 */
export function requirePublicKey(key: unknown): void {
  if (key === undefined) return;
  if (!(key instanceof KeyObject) || key.type !== "public" || key.asymmetricKeyType !== "ed25519")
    throw new OptionInvalidError([
      "key: expected a public Ed25519 key, as `createPublicKey(pem)` of node:crypto gives",
    ]);
}
