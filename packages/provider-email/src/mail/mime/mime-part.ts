import type { HeaderField } from "./header-field.js";
import type { StructuredHeader } from "./structured-header.js";

/** One node of a message: where its body lies in the raw bytes and what its header says about it. */
export interface MimePart {
  readonly fields: readonly HeaderField[];
  readonly contentType: StructuredHeader;
  readonly disposition: StructuredHeader;
  /** Content-Transfer-Encoding in lower case, empty when absent. */
  readonly transferEncoding: string;
  /** 0 for the message itself. */
  readonly depth: number;
  /** Value of the enclosing container's Content-Type, empty for the message itself. */
  readonly parentType: string;
  /** True for a multipart that was opened: its body is its children. */
  readonly container: boolean;
  /** First byte of the body, offset in the message. */
  readonly bodyStart: number;
  /** Byte after the body; the line break before a boundary belongs to the boundary (RFC 2046 5.1.1). */
  readonly bodyEnd: number;
}
