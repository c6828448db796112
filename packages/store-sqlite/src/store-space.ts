/** What the database file takes on the disk. Bytes. */
export interface StoreSpace {
  readonly sizeBytes: number;
  /** Of pages in it that hold nothing: used again before the file grows, and given back to the disk by `compact` alone. */
  readonly freeBytes: number;
}
