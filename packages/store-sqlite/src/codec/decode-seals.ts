import type { LedgerSeal } from "@plugboard/core";
import { batchHeader, LedgerFormatError } from "@plugboard/core/sealing";
import { blobColumn } from "./blob-column.js";
import { RowUnreadable } from "./row-unreadable.js";
import { textColumn } from "./text-column.js";

const HASH_BYTES = 32;

/** @param answer - a row of a read of seals: header, hash and leaves. */
export function decodeSeal(answer: unknown): LedgerSeal {
  try {
    const header = batchHeader.decode(textColumn(answer, "header"));
    return { header, hash: hashesIn(answer, "hash")[0] ?? "", leaves: hashesIn(answer, "leaves") };
  } catch (cause) {
    if (!(cause instanceof LedgerFormatError)) throw cause;
    throw new RowUnreadable(cause.what, { cause });
  }
}

/** @param answer - a row with a blob of hashes, 32 bytes each. */
export function hashesIn(answer: unknown, name: string): string[] {
  const { buffer, byteOffset, byteLength } = blobColumn(answer, name);
  const hex = Buffer.from(buffer, byteOffset, byteLength).toString("hex");
  return Array.from({ length: byteLength / HASH_BYTES }, (_, index) =>
    hex.slice(index * HASH_BYTES * 2, (index + 1) * HASH_BYTES * 2),
  );
}
