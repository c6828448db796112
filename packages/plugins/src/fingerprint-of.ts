import { createHash } from "node:crypto";

/** Twelve digits of the hash of all files of a package: the same bytes have the same. @param files - content by path. */
export function fingerprintOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash("sha256");
  for (const [path, bytes] of [...files].sort(([left], [right]) => (left < right ? -1 : 1)))
    hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes);
  return hash.digest("hex").slice(0, 12);
}
