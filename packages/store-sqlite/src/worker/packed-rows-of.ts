const INTEGER = "CAST(? AS INTEGER)";

/**
 * The FROM clause that takes packed rows apart, see `PackedRows`: `position` (from 0) and `field0` to the last field, all but the position
 * as blobs.
 *
 * Parameters come from {@link packedValues}. The libraries bind numbers as reals, hence the casts, which SQLite evaluates once.
 */
export function packedRowsOf(width: number): string {
  const sizes = Array.from({ length: width - 1 }, (_, field) => `value / ${INTEGER} % ${INTEGER} AS size${field}`);
  const fields = Array.from({ length: width }, (_, field) => {
    const begin = ["1", ...Array.from({ length: field }, (__, before) => `size${before}`)].join(" + ");
    return `substr(bytes, ${begin}${field < width - 1 ? `, size${field}` : ""}) AS field${field}`;
  });
  return `FROM (SELECT position, ${fields.join(", ")} FROM (
    SELECT key AS position, substr(?, value / ${INTEGER}, value / ${INTEGER} % ${INTEGER}) AS bytes, ${sizes.join(", ")}
    FROM json_each(?)))`;
}
