import { createHash } from "node:crypto";
import { z } from "zod";

/** SHA-512 as npm and browsers write it (Subresource Integrity): `sha512-<base64>`. */
export const integritySchema = z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/);

export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
}
