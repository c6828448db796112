import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two values are equal, in a time that tells nothing of where they differ or how long the secret one is. */
export function equalInConstantTime(given: string | Uint8Array, expected: string | Uint8Array): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (value: string | Uint8Array): Buffer => createHash("sha256").update(value).digest();
