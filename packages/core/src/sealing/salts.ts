import { randomBytes } from "node:crypto";

/** Characters of a salt: 132 random bits, base64url. */
export const SALT_LENGTH = 22;
/** A multiple of 3, so that base64 has no padding, and of 11, so that salts come out even. */
const BATCH_BYTES = 33 * 128;

let salts = "";
let next = 0;

/** A salt that was never used. Made many at a time: asking the system for each would cost a microsecond. */
export function nextSalt(): string {
  if (next >= salts.length) {
    salts = randomBytes(BATCH_BYTES).toString("base64url");
    next = 0;
  }
  next += SALT_LENGTH;
  return salts.slice(next - SALT_LENGTH, next);
}
