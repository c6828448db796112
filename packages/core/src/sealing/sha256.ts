import { hash } from "node:crypto";

/** SHA-256, lower-case hex. A text is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}
