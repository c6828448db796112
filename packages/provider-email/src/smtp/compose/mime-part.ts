/** A part of a message: complete header fields, and its body in the encoding they name. */
export interface MimePart {
  /** `Name: value`, folded, without a line end after the last line. */
  readonly fields: readonly string[];
  /** The encoded body; ASCII, every line end CRLF, none after the last line. */
  readonly body: () => string;
}
