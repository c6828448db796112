import { randomBytes } from "node:crypto";

/** Characters of a salt: 16 random bytes, base64url. */
export const SALT_LENGTH = 22;
const SALT_BYTES = 16;
const BATCH = 512;

let salts = "";
let next = 0;

/** A salt that was never used. Made many at a time: asking the system for each would cost a microsecond. */
export function nextSalt(): string {
  if (next >= salts.length) {
    salts = Array.from({ length: BATCH }, () => randomBytes(SALT_BYTES).toString("base64url")).join("");
    next = 0;
  }
  next += SALT_LENGTH;
  return salts.slice(next - SALT_LENGTH, next);
}
