import type { ListedFile } from "./file-list.js";
import { sha256 } from "./sha256.js";

/** The canonical list of files, for the listing. */
export function listFiles(files: ReadonlyMap<string, Uint8Array>): ListedFile[] {
  return [...files]
    .map(([path, bytes]) => ({ path, sizeBytes: bytes.byteLength, sha256: sha256(bytes) }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}
