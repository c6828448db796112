import type { AltchaChallenge } from "../form/form-delivery.js";
import { sha256Hex } from "./sha256-hex.js";

/** Hashes between two looks at what else the page wants to do. */
const SLICE = 400;

/** Solves a puzzle in slices, so that the page stays fluent. @returns the payload as ALTCHA's servers take it. */
export async function solveProof({ challenge, salt, signature, maxnumber }: AltchaChallenge): Promise<string> {
  for (let number = 0; number <= maxnumber; number += 1) {
    if (sha256Hex(salt + String(number)) === challenge)
      return btoa(JSON.stringify({ algorithm: "SHA-256", challenge, number, salt, signature }));
    if (number % SLICE === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return "";
}
