import { sha256 } from "./sha256.js";

/** SHA-256 of `node`, the left and the right hash, a line each. */
export function nodeHash(left: string, right: string): string {
  return sha256(`node\n${left}\n${right}`);
}
