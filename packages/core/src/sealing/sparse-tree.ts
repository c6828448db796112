import { LedgerFormatError } from "./format-error.js";
import { merkleRoot } from "./merkle-root.js";
import { nodeHash } from "./node-hash.js";

/**
 * A tree of which only some leaves are shown. `hashes` are the roots of the largest subtrees without a shown leaf, from left to right: for one
 * shown leaf the inclusion proof, for all of them nothing.
 */
export const sparseTree = {
  /** @param shown - positions of the leaves to show, rising. */
  hashes(leaves: readonly string[], shown: readonly number[]): string[] {
    const hashes: string[] = [];
    const walk = (from: number, to: number, first: number, last: number): void => {
      if (first === last) {
        hashes.push(merkleRoot(leaves.slice(from, to)));
        return;
      }
      if (to - from === 1 || last - first === to - from) return;
      const middle = from + leftHalf(to - from);
      const border = firstFrom(shown, middle, first, last);
      walk(from, middle, first, border);
      walk(middle, to, border, last);
    };
    if (leaves.length > 0) walk(0, leaves.length, 0, shown.length);
    return hashes;
  },

  /**
   * The root that the shown leaves and the hashes make.
   * @param size - leaves of the whole tree.
   * @param shown - position and leaf, rising by position.
   * @throws {LedgerFormatError} positions, size and hashes do not fit together.
   */
  root(size: number, shown: readonly (readonly [position: number, leaf: string])[], hashes: readonly string[]): string {
    let used = 0;
    const positions = shown.map(([position]) => position);
    if (positions.some((position, at) => position >= size || position <= (positions[at - 1] ?? -1)))
      throw new LedgerFormatError("positions of a proof");
    const walk = (from: number, to: number, first: number, last: number): string => {
      if (first === last) {
        const hash = hashes[used];
        if (hash === undefined) throw new LedgerFormatError("hashes of a proof");
        used += 1;
        return hash;
      }
      if (last - first === to - from) return merkleRoot(shown.slice(first, last).map(([, leaf]) => leaf));
      const middle = from + leftHalf(to - from);
      const border = firstFrom(positions, middle, first, last);
      const left = walk(from, middle, first, border);
      return nodeHash(left, walk(middle, to, border, last));
    };
    const root = size === 0 ? merkleRoot([]) : walk(0, size, 0, shown.length);
    if (used !== hashes.length) throw new LedgerFormatError("hashes of a proof");
    return root;
  },
};

/** The largest power of two below the size. */
function leftHalf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

/** Index of the first position that is not below `middle`, between `first` and `last`. */
function firstFrom(positions: readonly number[], middle: number, first: number, last: number): number {
  let [low, high] = [first, last];
  while (low < high) {
    const between = (low + high) >> 1;
    if ((positions[between] ?? 0) < middle) low = between + 1;
    else high = between;
  }
  return low;
}
