const NOTHING: readonly number[] = [];
/** What was forgotten is cut off this many at a time, so that a store which keeps little does not copy its list all the time. */
const CUT_AT = 1_024;

/** Remembers what finished most recently, in order, and names what is to be forgotten; constant time per entry. */
export class MemoryFinished {
  private order: number[] = [];
  private head = 0;
  /** Finished and then taken up again: sequence → entries of `order` that count no more. */
  private readonly takenBack = new Map<number, number>();
  private countingNoMore = 0;

  constructor(private readonly keep: number) {}

  /** @returns sequences that are now too old to keep. */
  add(sequence: number): readonly number[] {
    this.order.push(sequence);
    if (this.order.length - this.head <= this.keep + this.countingNoMore) return NOTHING;
    const forgotten: number[] = [];
    while (this.order.length - this.head > this.keep + this.countingNoMore) {
      const oldest = this.order[this.head] ?? 0;
      this.head += 1;
      if (!this.countsNoMore(oldest)) forgotten.push(oldest);
    }
    if (this.head > this.keep && this.head > CUT_AT) {
      this.order = this.order.slice(this.head);
      this.head = 0;
    }
    return forgotten;
  }

  takeBack(sequence: number): void {
    this.takenBack.set(sequence, (this.takenBack.get(sequence) ?? 0) + 1);
    this.countingNoMore += 1;
  }

  private countsNoMore(sequence: number): boolean {
    const times = this.takenBack.get(sequence);
    if (times === undefined) return false;
    this.countingNoMore -= 1;
    if (times === 1) this.takenBack.delete(sequence);
    else this.takenBack.set(sequence, times - 1);
    return true;
  }
}
