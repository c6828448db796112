import type { PackedRows } from "./packed-rows.js";

/**
 * Goes through the rows of packed ones.
 * @param make - given where the row begins in the bytes and how long each of its fields is, which it must not keep.
 */
export function mapPackedRows<Made>(
  { numbers, scale, radices }: PackedRows,
  make: (begin: number, sizes: readonly number[]) => Made,
): Made[] {
  const packed: unknown = JSON.parse(numbers);
  if (!Array.isArray(packed)) throw new TypeError("packed rows have no numbers");
  const last = radices.length;
  const sizes = new Array<number>(last + 1).fill(0);
  return packed.map((packedNumber) => {
    let number = Number(packedNumber);
    let rest = 0;
    for (let field = last - 1; field >= 0; field -= 1) {
      const radix = radices[field] ?? 1;
      const size = number % radix;
      sizes[field] = size;
      rest += size;
      number = (number - size) / radix;
    }
    const length = number % scale;
    sizes[last] = length - rest;
    return make((number - length) / scale - 1, sizes);
  });
}
