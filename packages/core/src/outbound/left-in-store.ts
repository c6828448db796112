/** Sequences of messages that are ready and wait in the store, because there was no room for them in memory. Eight bytes each. */
export class LeftInStore {
  #sequences: number[] = [];
  #isSorted = true;

  get size(): number {
    return this.#sequences.length;
  }

  add(sequence: number): void {
    if (sequence < (this.#sequences.at(-1) ?? 0)) this.#isSorted = false;
    this.#sequences.push(sequence);
  }

  /** The lowest ones, in order. */
  first(count: number): readonly number[] {
    return this.#sorted().slice(0, count);
  }

  has(sequence: number): boolean {
    const sequences = this.#sorted();
    let low = 0;
    for (let high = sequences.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((sequences[middle] ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return sequences[low] === sequence;
  }

  /** Forgets some that {@link LeftInStore.first} gave. */
  drop(taken: ReadonlySet<number>): void {
    this.#sequences = this.#sequences.filter((sequence) => !taken.has(sequence));
  }

  #sorted(): readonly number[] {
    if (!this.#isSorted) {
      this.#sequences.sort((left, right) => left - right);
      this.#isSorted = true;
    }
    return this.#sequences;
  }
}
