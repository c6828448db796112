const BUCKETS_AT_FIRST = 16;

interface Link<Key, Value> {
  readonly key: Key;
  value: Value;
  next: Link<Key, Value> | undefined;
}

/**
 * A map for entries that come and go with every message; in no order. Not a `Map`: with entries coming and going all the time that replaces
 * its table again and again, and each table that has grown old points to the next one, so that every entry of all of them is kept
 * from being collected early: it tripled the time spent on garbage. Here an entry that is deleted is pointed to by
 * nothing. Made for thousands of entries at a time: the buckets never become fewer again.
 */
export class ChainedTable<Key extends string | number, Value> {
  size = 0;
  private buckets: (Link<Key, Value> | undefined)[] = [];

  get(key: Key): Value | undefined {
    if (this.size === 0) return undefined;
    let link = this.buckets[bucketOf(key, this.buckets.length)];
    while (link !== undefined && link.key !== key) link = link.next;
    return link?.value;
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Key, value: Value): void {
    if (this.size >= 2 * this.buckets.length) this.grow();
    const index = bucketOf(key, this.buckets.length);
    const head = this.buckets[index];
    for (let link = head; link !== undefined; link = link.next) {
      if (link.key !== key) continue;
      link.value = value;
      return;
    }
    this.buckets[index] = { key, value, next: head };
    this.size += 1;
  }

  /** @returns the value, which is not in the table any more. */
  take(key: Key): Value | undefined {
    if (this.size === 0) return undefined;
    const index = bucketOf(key, this.buckets.length);
    let before: Link<Key, Value> | undefined;
    let link = this.buckets[index];
    while (link !== undefined && link.key !== key) {
      before = link;
      link = link.next;
    }
    if (link === undefined) return undefined;
    if (before === undefined) this.buckets[index] = link.next;
    else before.next = link.next;
    link.next = undefined;
    this.size -= 1;
    return link.value;
  }

  /** A copy: the table may change while the values are gone through. */
  values(): Value[] {
    const values: Value[] = [];
    for (const head of this.buckets)
      for (let link = head; link !== undefined; link = link.next) values.push(link.value);
    return values;
  }

  clear(): void {
    this.buckets = [];
    this.size = 0;
  }

  private grow(): void {
    const old = this.buckets;
    this.buckets = new Array<undefined>(Math.max(BUCKETS_AT_FIRST, old.length * 4)).fill(undefined);
    for (const head of old) {
      for (let link = head; link !== undefined;) {
        const { next } = link;
        const index = bucketOf(link.key, this.buckets.length);
        link.next = this.buckets[index];
        this.buckets[index] = link;
        link = next;
      }
    }
  }
}

/** @param buckets - a power of two. */
function bucketOf(key: string | number, buckets: number): number {
  if (typeof key === "number") return (key >>> 0) & (buckets - 1);
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 15)) & (buckets - 1);
}
