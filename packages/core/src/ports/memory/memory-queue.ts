/** Records waiting in one queue of one channel, read by rising sequence. */
export class MemoryQueue<Waiting extends { readonly record: { readonly sequence: number } }> {
  private waiting = new Map<number, Waiting>();
  private lastAdded = 0;
  private inOrder = true;

  get size(): number {
    return this.waiting.size;
  }

  add(one: Waiting): void {
    const { sequence } = one.record;
    if (sequence < this.lastAdded) this.inOrder = false;
    this.lastAdded = sequence;
    this.waiting.set(sequence, one);
  }

  delete(sequence: number): void {
    this.waiting.delete(sequence);
  }

  page(query: { after?: number | undefined; limit: number }): Waiting[] {
    this.sort();
    const page: Waiting[] = [];
    for (const [sequence, one] of this.waiting) {
      if (page.length >= query.limit) break;
      if (sequence > (query.after ?? 0)) page.push(one);
    }
    return page;
  }

  values(): Iterable<Waiting> {
    return this.waiting.values();
  }

  /** A message that waited elsewhere comes back with a low sequence; only then is there anything to sort. */
  private sort(): void {
    if (this.inOrder) return;
    this.waiting = new Map([...this.waiting].sort(([left], [right]) => left - right));
    this.lastAdded = Math.max(0, ...[...this.waiting.keys()].slice(-1));
    this.inOrder = true;
  }
}
