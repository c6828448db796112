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
    if (!this.#isSorted) {
      this.#sequences.sort((left, right) => left - right);
      this.#isSorted = true;
    }
    return this.#sequences.slice(0, count);
  }

  /** Forgets some that {@link LeftInStore.first} gave. */
  drop(taken: ReadonlySet<number>): void {
    this.#sequences = this.#sequences.filter((sequence) => !taken.has(sequence));
  }
}
