/** A record in the memory store and its place in the queue it waits in. */
export interface Waiting {
  readonly record: { readonly sequence: number };
  before: this | undefined;
  after: this | undefined;
}

/** Records waiting in one queue of one channel, linked through themselves, read by rising sequence. */
export class MemoryQueue<One extends Waiting> {
  size = 0;
  private first: One | undefined;
  private last: One | undefined;
  private inOrder = true;

  add(one: One): void {
    if (this.last !== undefined && one.record.sequence < this.last.record.sequence) this.inOrder = false;
    this.append(one);
    this.size += 1;
  }

  /** @param one - that waits in this queue. */
  delete(one: One): void {
    const { before, after } = one;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
    one.before = undefined;
    one.after = undefined;
    this.size -= 1;
  }

  page(query: { after?: number | undefined; limit: number }): One[] {
    this.sort();
    const page: One[] = [];
    for (let one = this.first; one !== undefined && page.length < query.limit; one = one.after) {
      if (one.record.sequence > (query.after ?? 0)) page.push(one);
    }
    return page;
  }

  values(): One[] {
    const values: One[] = [];
    for (let one = this.first; one !== undefined; one = one.after) values.push(one);
    return values;
  }

  /** A message that waited elsewhere comes back with a low sequence; only then is there anything to sort. */
  private sort(): void {
    if (this.inOrder) return;
    const sorted = this.values().sort((left, right) => left.record.sequence - right.record.sequence);
    this.first = undefined;
    this.last = undefined;
    for (const one of sorted) this.append(one);
    this.inOrder = true;
  }

  private append(one: One): void {
    one.before = this.last;
    one.after = undefined;
    if (this.last === undefined) this.first = one;
    else this.last.after = one;
    this.last = one;
  }
}
