import { createHmac } from "node:crypto";

/** HMAC-SHA256 of a purpose and its parts, base64url. The purpose comes first, so that a token for one thing is none for another. */
export function sign(key: string, purpose: string, ...parts: readonly string[]): string {
  return createHmac("sha256", key)
    .update(`${purpose}\n${parts.join("\n")}`)
    .digest("base64url");
}
