import { mapPackedRows } from "./map-packed-rows.js";
import type { PackedRows } from "./packed-rows.js";

/** The fields of each row as bytes; see {@link PackedRows}. */
export function unpackRows(rows: PackedRows): Buffer[][] {
  const { buffer, byteOffset, byteLength } = rows.bytes;
  const all = Buffer.from(buffer, byteOffset, byteLength);
  return mapPackedRows(rows, (begin, sizes) => sizes.map((size) => all.subarray(begin, (begin += size))));
}
