import type { HeaderField } from "../mime/header-field.js";
import type { MimePart } from "../mime/mime-part.js";

/** What the report readers look at. */
export interface ReportSource {
  readonly bytes: Uint8Array;
  /** Leaves and containers, in document order. */
  readonly parts: readonly MimePart[];
  /** Header of the message. */
  readonly fields: readonly HeaderField[];
  /** Decoded. */
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
}
