/** One header field: `name` in lower case, `value` unfolded and trimmed, encoded words still encoded. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}
