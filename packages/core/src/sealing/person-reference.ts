import { hash } from "node:crypto";
import { comparedAddress } from "./compared-address.js";

/** Characters of a reference: 132 bits of the hash. */
const REFERENCE_LENGTH = 22;

/** As much of an address as its reference is made of. */
export interface ReferableAddress {
  readonly kind: string;
  readonly value: string;
}

/**
 * The reference of an address: the first 22 characters, base64url, of the SHA-256 of key, account, kind and value, a line each. Cut short, so that the
 * key may stand in front: nobody can go on from a hash of which a part is missing.
 * @param key - 32 random bytes of the account, base64url.
 */
export function personReference(key: string, accountId: string, { kind, value }: ReferableAddress): string {
  const compared = comparedAddress(kind, value);
  return hash("sha256", `${key}\n${accountId}\n${kind}\n${compared}`, "base64url").slice(0, REFERENCE_LENGTH);
}
