import { sha256 } from "../files/sha256.js";

/** @param publicKey - base64 of the 32 raw bytes. */
export function keyIdOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, "base64"));
}
