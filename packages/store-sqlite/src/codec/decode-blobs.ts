import { z } from "zod";

const rowSchema = z.object({
  sequence: z.number(),
  bytes: z.union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)]),
});

/** @param rows - of the read `blobs`. @returns each message's blobs in order. */
export function decodeBlobs(rows: readonly unknown[]): Map<number, Uint8Array[]> {
  const blobs = new Map<number, Uint8Array[]>();
  for (const row of rows) {
    const { sequence, bytes } = rowSchema.parse(row);
    const known = blobs.get(sequence);
    if (known) known.push(new Uint8Array(bytes));
    else blobs.set(sequence, [new Uint8Array(bytes)]);
  }
  return blobs;
}
