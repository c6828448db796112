import type { PackedRows } from "./packed-rows.js";

/**
 * Packs rows of texts. A statement cuts them out of the buffer again, which costs a half of binding each value, and the buffer crosses to the
 * worker for nothing.
 * @param fields - the fields of all rows one after another.
 * @param width - fields of a row; at least 2.
 * @param tails - a last field of bytes for each row, where the rows have one: then `width` counts it and `fields` do not have it.
 * @returns more than one where the numbers of all rows would not be whole numbers any more.
 */
export function packRows(fields: readonly string[], width: number, tails?: readonly Uint8Array[]): PackedRows[] {
  const joined = fields.join("");
  const isAscii = Buffer.byteLength(joined) === joined.length;
  const sizes = fields.map(isAscii ? (field) => field.length : (field) => Buffer.byteLength(field));
  let sizeBytes = 0;
  for (const size of sizes) sizeBytes += size;
  for (const tail of tails ?? []) sizeBytes += tail.byteLength;
  const perRow = tails ? width - 1 : width;
  const count = fields.length / perRow;

  const radices = new Array<number>(width - 1).fill(1);
  for (let row = 0; row < sizes.length; row += perRow) {
    for (let field = 0; field < width - 1; field += 1) {
      const size = sizes[row + field] ?? 0;
      if (size >= (radices[field] ?? 1)) radices[field] = size + 1;
    }
  }
  const scale = sizeBytes + 1;
  const mostPerByte = radices.reduce((product, radix) => product * radix, scale);
  if (mostPerByte * scale > Number.MAX_SAFE_INTEGER && count > 1) {
    const half = Math.ceil(count / 2);
    return [
      ...packRows(fields.slice(0, half * perRow), width, tails?.slice(0, half)),
      ...packRows(fields.slice(half * perRow), width, tails?.slice(half)),
    ];
  }

  const numbers = new Array<number>(count);
  let begin = 1;
  for (let row = 0; row < count; row += 1) {
    let size = tails?.[row]?.byteLength ?? 0;
    for (let field = row * perRow; field < (row + 1) * perRow; field += 1) size += sizes[field] ?? 0;
    let number = begin * scale + size;
    for (let field = 0; field < width - 1; field += 1) {
      number = number * (radices[field] ?? 1) + (sizes[row * perRow + field] ?? 0);
    }
    numbers[row] = number;
    begin += size;
  }
  // Not of the pool, since it is moved.
  const bytes = Buffer.allocUnsafeSlow(sizeBytes);
  if (isAscii && !tails) bytes.write(joined, "latin1");
  else writeOneByOne(bytes, fields, perRow, tails);
  return [{ count, bytes, numbers: `[${numbers.join(",")}]`, scale, radices }];
}

function writeOneByOne(
  bytes: Buffer,
  fields: readonly string[],
  perRow: number,
  tails: readonly Uint8Array[] | undefined,
): void {
  let offset = 0;
  for (const [index, field] of fields.entries()) {
    offset += bytes.write(field, offset);
    const tail = (index + 1) % perRow === 0 ? tails?.[(index + 1) / perRow - 1] : undefined;
    if (!tail) continue;
    bytes.set(tail, offset);
    offset += tail.byteLength;
  }
}
