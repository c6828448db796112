import { decodeCharset } from "./decode-charset.js";
import { decodeTransferEncoding } from "./decode-transfer-encoding.js";
import type { MimePart } from "./mime-part.js";

/** A text part, decoded. */
export interface PartText {
  readonly text: string;
  readonly exact: boolean;
  /** `format=flowed` and `delsp=yes` (RFC 3676): declared, not applied. */
  readonly flowed: boolean;
  readonly deleteSpace: boolean;
}

/** @param limitBytes - reads no more than this many raw bytes of the part. */
export function readPartText(message: Uint8Array, part: MimePart, limitBytes = Number.POSITIVE_INFINITY): PartText {
  const end = Math.min(part.bodyEnd, part.bodyStart + limitBytes);
  const bytes = decodeTransferEncoding(message.subarray(part.bodyStart, end), part.transferEncoding);
  const parameter = (name: string): string => part.contentType.parameters.get(name) ?? "";
  return {
    ...decodeCharset(bytes, parameter("charset")),
    flowed: parameter("format").toLowerCase() === "flowed",
    deleteSpace: parameter("delsp").toLowerCase() === "yes",
  };
}
