/** Entries in order of arrival, numbered from 1; the oldest are forgotten once there are twice as many as are to be kept. */
export class MemoryLog<Entry> {
  private entries: Entry[] = [];
  /** Sequence of the entry before the first one kept. */
  private forgotten = 0;

  constructor(private readonly keep: number) {}

  append(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length <= this.keep * 2) return;
    const excess = this.entries.length - this.keep;
    this.entries = this.entries.slice(excess);
    this.forgotten += excess;
  }

  /** Entries that match, oldest first, with their sequence. */
  page(
    query: { after?: number | undefined; limit: number },
    matches: (entry: Entry) => boolean,
  ): (Entry & { readonly sequence: number })[] {
    const page: (Entry & { readonly sequence: number })[] = [];
    const first = Math.max((query.after ?? 0) - this.forgotten, 0);
    for (const [index, entry] of this.entries.slice(first).entries()) {
      if (page.length >= query.limit) break;
      if (matches(entry)) page.push({ ...entry, sequence: this.forgotten + first + index + 1 });
    }
    return page;
  }

  /** Entries after a sequence. */
  since(sequence: number): { readonly sequence: number; readonly entry: Entry }[] {
    const first = Math.max(sequence - this.forgotten, 0);
    return this.entries.slice(first).map((entry, index) => ({ sequence: this.forgotten + first + index + 1, entry }));
  }

  /** Puts another entry in the place of one that is still remembered. */
  change(sequence: number, change: (entry: Entry) => Entry): void {
    const at = sequence - this.forgotten - 1;
    const entry = this.entries[at];
    if (entry !== undefined) this.entries[at] = change(entry);
  }
}
