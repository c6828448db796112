import { nodeHash } from "./node-hash.js";
import { NO_LEAVES } from "./merkle-root.js";

/** The root of a tree that only grows, in a few dozen hashes of memory: `root()` is `merkleRoot` of all that was added. */
export class CompactRange {
  /** Roots of the full subtrees, largest first, with their sizes. */
  private readonly peaks: { readonly size: number; readonly hash: string }[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(leaf: string): void {
    this.count += 1;
    let peak = { size: 1, hash: leaf };
    for (let last = this.peaks.at(-1); last?.size === peak.size; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { size: peak.size * 2, hash: nodeHash(last.hash, peak.hash) };
    }
    this.peaks.push(peak);
  }

  root(): string {
    let root: string | undefined;
    for (const { hash } of [...this.peaks].reverse()) root = root === undefined ? hash : nodeHash(hash, root);
    return root ?? NO_LEAVES;
  }
}
