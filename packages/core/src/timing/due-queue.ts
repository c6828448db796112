/** Items by the time they are due: a binary heap; adding and taking cost the logarithm of its size. */
export class DueQueue<Item> {
  readonly #heap: { readonly dueAtMs: number; readonly item: Item }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest due time. */
  get nextAtMs(): number | undefined {
    return this.#heap[0]?.dueAtMs;
  }

  add(item: Item, dueAtMs: number): void {
    const heap = this.#heap;
    heap.push({ item, dueAtMs });
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#due(parent) <= this.#due(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Takes the earliest item that is due by then. */
  take(nowMs: number): Item | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.dueAtMs > nowMs) return undefined;
    const last = this.#heap.pop();
    if (this.#heap.length > 0 && last !== undefined) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first.item;
  }

  /** Takes out every item a test picks. */
  remove(picked: (item: Item) => boolean): Item[] {
    const all = this.#heap.splice(0);
    const removed: Item[] = [];
    for (const { item, dueAtMs } of all) {
      if (picked(item)) removed.push(item);
      else this.add(item, dueAtMs);
    }
    return removed;
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = left + 1;
      let smallest = index;
      if (left < this.#heap.length && this.#due(left) < this.#due(smallest)) smallest = left;
      if (right < this.#heap.length && this.#due(right) < this.#due(smallest)) smallest = right;
      if (smallest === index) return;
      this.#swap(index, smallest);
      index = smallest;
    }
  }

  #due(index: number): number {
    return this.#heap[index]?.dueAtMs ?? Number.POSITIVE_INFINITY;
  }

  #swap(left: number, right: number): void {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }
}
