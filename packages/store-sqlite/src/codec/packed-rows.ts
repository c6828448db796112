/** Rows of one insert statement as they cross to the worker: one buffer that is moved, not copied, and where each row lies in it. */
export interface PackedRows {
  readonly count: number;
  /** The fields of all rows one after another. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * JSON array with a whole number per row, in mixed radix: where the row begins (from 1), its length, and the lengths of its fields but
   * the last. All in bytes.
   */
  readonly numbers: string;
  /** Radix of the length. */
  readonly scale: number;
  /** Radix of the length of each field but the last. */
  readonly radices: readonly number[];
}
