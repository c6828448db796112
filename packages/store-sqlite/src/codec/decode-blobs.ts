import { blobColumn } from "./blob-column.js";
import { RowUnreadable } from "./row-unreadable.js";

/** @param rows - of the read `blobs`. @returns each message's blobs in order. */
export function decodeBlobs(rows: readonly unknown[]): Map<number, Uint8Array[]> {
  const blobs = new Map<number, Uint8Array[]>();
  for (const row of rows) {
    if (typeof row !== "object" || row === null || !("sequence" in row)) throw new RowUnreadable("a row is no object");
    const sequence = Number(row.sequence);
    const known = blobs.get(sequence);
    if (known) known.push(blobColumn(row, "bytes"));
    else blobs.set(sequence, [blobColumn(row, "bytes")]);
  }
  return blobs;
}
