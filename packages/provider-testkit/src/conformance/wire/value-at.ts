/** A value of a message, where it stands. */
export interface ValueAt {
  /** `"content.sections.0.title"`. */
  readonly path: string;
  readonly value: string | number | Uint8Array;
}
