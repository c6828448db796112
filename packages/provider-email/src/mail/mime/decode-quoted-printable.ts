const EQUALS = 0x3d;
const CR = 0x0d;
const LF = 0x0a;

/**
 * RFC 2045 6.7. Line ends stay as they are in the source (`=0D=0A` and a hard CRLF are both CRLF); blanks at the end of a
 * line are transport padding and dropped (rule 3); a broken escape stands for itself.
 */
export function decodeQuotedPrintable(source: Uint8Array): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(source.length);
  let length = 0;
  /** Where the blanks that would be dropped if the line ended now begin; -1 when the last byte is not a literal blank. */
  let blanksAt = -1;
  for (let index = 0; index < source.length; index++) {
    const byte = source[index] ?? 0;
    if (byte === EQUALS) {
      const high = hexDigit(source[index + 1]);
      const low = hexDigit(source[index + 2]);
      if (high >= 0 && low >= 0) {
        target[length++] = high * 16 + low;
        index += 2;
      } else {
        const next = afterSoftBreak(source, index + 1);
        if (next < 0) target[length++] = byte;
        else index = next - 1;
      }
      blanksAt = -1;
    } else if (byte === 0x20 || byte === 0x09) {
      if (blanksAt < 0) blanksAt = length;
      target[length++] = byte;
    } else {
      if ((byte === CR || byte === LF) && blanksAt >= 0) length = blanksAt;
      blanksAt = -1;
      target[length++] = byte;
    }
  }
  return target.slice(0, blanksAt >= 0 ? blanksAt : length);
}

/** Index after the line break when only blanks stand between here and it (or the end of the data), else -1. */
function afterSoftBreak(source: Uint8Array, from: number): number {
  let index = from;
  while (index < source.length && (source[index] === 0x20 || source[index] === 0x09)) index++;
  if (index >= source.length) return index;
  if (source[index] === CR) return source[index + 1] === LF ? index + 2 : index + 1;
  return source[index] === LF ? index + 1 : -1;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}
