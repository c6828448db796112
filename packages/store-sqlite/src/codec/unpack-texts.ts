import { isAscii } from "node:buffer";
import { mapPackedRows } from "./map-packed-rows.js";
import type { PackedRows } from "./packed-rows.js";

/**
 * The fields of each row as texts; see {@link PackedRows}. For rows that are looked at in every group: bytes that are all ASCII, as they nearly
 * always are, are turned into one text from which fields are cut, which costs a fourth of turning each field.
 */
export function unpackTexts(rows: PackedRows): string[][] {
  const { buffer, byteOffset, byteLength } = rows.bytes;
  const all = Buffer.from(buffer, byteOffset, byteLength);
  const text = isAscii(all) ? all.toString("latin1") : undefined;
  const cut = (begin: number, end: number): string =>
    text === undefined ? all.toString("utf8", begin, end) : text.slice(begin, end);
  return mapPackedRows(rows, (begin, sizes) => sizes.map((size) => cut(begin, (begin += size))));
}
