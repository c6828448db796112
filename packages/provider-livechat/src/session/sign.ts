import { createHmac } from "node:crypto";

/** HMAC-SHA256 of parts that cannot run into each other, base64url. */
export function sign(secret: string, ...parts: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url");
}
