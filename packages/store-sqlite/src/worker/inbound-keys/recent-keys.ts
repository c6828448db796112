/** A hash, and the sequence of the delivery that has it. */
export type HashedKey = readonly [hash: number, sequence: number];

/** Ranges of hashes, of which one after the other is handed out. */
const RANGES = 1_024;
const HASHES_IN_RANGE = 2 ** 48 / RANGES;
/** In {@link RecentKeys.changes}: the hash was not there. */
const NONE = -1;

/** Where the round is. */
interface Round {
  /** The range whose turn is next. */
  range: number;
  /** Keys that arrived since the last turn. */
  arrived: number;
  /** Highest sequence there was. */
  last: number;
  /** What is from before has to be in the table when the round ends. */
  from: number;
}

/**
 * Keys that are in mind and not yet in the table, by hash. They are handed out range by range, round and round: by then a range has gathered keys
 * enough for the pages of the table it belongs to. A round takes as many arrivals as there are keys in a cycle, so about half as many are in mind, at
 * some 60 bytes each; and since every round hands out everything from before it, a start has to look back two rounds at most.
 *
 * Changes belong to the transaction under way until `keep` or `takeBack` is called.
 */
export class RecentKeys {
  private readonly ranges: Map<number, number>[] = Array.from({ length: RANGES }, () => new Map<number, number>());
  /** Each changed hash and the sequence it had before, one after the other. */
  private changes: number[] = [];
  private readonly round: Round;
  private readonly atStart: Round;

  /**
   * @param last - highest sequence of the table.
   * @param cycle - keys that arrive during a round.
   */
  constructor(
    last: number,
    private readonly cycle: number,
  ) {
    this.round = { range: 0, arrived: 0, last, from: last + 1 };
    this.atStart = { ...this.round };
  }

  get(hash: number): number | undefined {
    return this.rangeOf(hash).get(hash);
  }

  /** One that is in the table already does no harm. @returns false for a key that has to be in the table, since its hash is taken. */
  load(hash: number, sequence: number): boolean {
    const range = this.rangeOf(hash);
    if (range.has(hash)) return false;
    range.set(hash, sequence);
    return true;
  }

  /** @returns false for a key that has to go into the table at once: its hash is taken, or no start would look back as far. */
  add(hash: number, sequence: number): boolean {
    const { round } = this;
    round.arrived += 1;
    if (sequence > round.last) round.last = sequence;
    const range = this.rangeOf(hash);
    if (sequence < round.from || range.has(hash)) return false;
    this.changes.push(hash, NONE);
    range.set(hash, sequence);
    return true;
  }

  remove(hash: number, sequence: number): void {
    const range = this.rangeOf(hash);
    if (range.get(hash) !== sequence) return;
    this.changes.push(hash, sequence);
    range.delete(hash);
  }

  /** Takes the ranges whose turn it is. @returns their keys by rising hash, and the mark if it moves: what is below it is in the table. */
  takeDue(): { readonly keys: readonly HashedKey[]; readonly mark: number | undefined } {
    const { round } = this;
    let mark: number | undefined;
    const keys: HashedKey[] = [];
    for (; round.arrived * RANGES >= this.cycle; round.arrived -= this.cycle / RANGES) {
      const taken = this.ranges[round.range];
      for (const key of taken ?? []) {
        keys.push(key);
        this.changes.push(...key);
      }
      taken?.clear();
      round.range += 1;
      if (round.range < RANGES) continue;
      round.range = 0;
      mark = round.from;
      round.from = round.last + 1;
    }
    return { keys: keys.sort(([left], [right]) => left - right), mark };
  }

  keep(): void {
    this.changes = [];
    Object.assign(this.atStart, this.round);
  }

  takeBack(): void {
    while (this.changes.length > 0) {
      const sequence = this.changes.pop() ?? NONE;
      const hash = this.changes.pop() ?? 0;
      if (sequence === NONE) this.rangeOf(hash).delete(hash);
      else this.rangeOf(hash).set(hash, sequence);
    }
    Object.assign(this.round, this.atStart);
  }

  private rangeOf(hash: number): Map<number, number> {
    const range = this.ranges[Math.floor(hash / HASHES_IN_RANGE)];
    if (range === undefined) throw new RangeError("a hash has 48 bits");
    return range;
  }
}
