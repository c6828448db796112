import type { PackedRows } from "./packed-rows.js";

/** The fields of each row, for the rare cases in which the worker itself looks at them; see {@link PackedRows}. */
export function unpackRows({ bytes, numbers, scale, radices }: PackedRows): Buffer[][] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed: unknown = JSON.parse(numbers);
  if (!Array.isArray(packed)) throw new TypeError("packed rows have no numbers");
  return packed.map((packedNumber) => {
    let number = Number(packedNumber);
    const sizes: number[] = [];
    for (const radix of [...radices].reverse()) {
      sizes.unshift(number % radix);
      number = Math.floor(number / radix);
    }
    const end = Math.floor(number / scale) - 1 + (number % scale);
    let begin = Math.floor(number / scale) - 1;
    const fields = sizes.map((size) => all.subarray(begin, (begin += size)));
    return [...fields, all.subarray(begin, end)];
  });
}
