import { timingSafeEqual } from "node:crypto";

/**
 * Whether a given signature is the computed one, in a time that tells nothing of where they differ. For values whose length everyone
 * knows; secrets themselves go through `equalInConstantTime`.
 */
export function equalDigests(given: string | Uint8Array, expected: string | Uint8Array): boolean {
  const [left, right] = [bytesOf(given), bytesOf(expected)];
  // Compared all the same: another length takes as long.
  const sameLength = left.byteLength === right.byteLength;
  return timingSafeEqual(sameLength ? left : right, right) && sameLength;
}

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === "string" ? Buffer.from(value, "utf8") : value;
