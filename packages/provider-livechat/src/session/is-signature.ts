import { timingSafeEqual } from "node:crypto";

/** Whether a signature someone showed is the right one, in a time that does not depend on where they differ. */
export function isSignature(shown: string, right: string): boolean {
  const left = Buffer.from(shown);
  const expected = Buffer.from(right);
  return left.byteLength === expected.byteLength && timingSafeEqual(left, expected);
}
