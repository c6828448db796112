import type { PackedRows } from "../codec/packed-rows.js";
import type { SqliteValue } from "../database/sqlite-database.js";

/** The parameters of {@link packedRowsOf}, in its order. */
export function packedValues({ bytes, numbers, scale, radices }: PackedRows): SqliteValue[] {
  const sizes: number[] = [];
  let divisor = 1;
  for (const radix of [...radices].reverse()) {
    sizes.unshift(divisor, radix);
    divisor *= radix;
  }
  return [bytes, scale * divisor, divisor, scale, ...sizes, numbers];
}
