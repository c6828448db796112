import { nodeHash } from "./node-hash.js";

/** The root of no leaves at all. */
export const NO_LEAVES = "0".repeat(64);

/**
 * Root of the tree over leaves, in order. Shaped as in RFC 6962: the left half is the largest power of two that leaves something for the right; a
 * single leaf is its own root.
 */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return NO_LEAVES;
  let level = leaves;
  while (level.length > 1) {
    const above: string[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at] ?? "";
      const right = level[at + 1];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  return level[0] ?? NO_LEAVES;
}
