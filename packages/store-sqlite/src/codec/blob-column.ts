/**
 * Takes a blob out of a row: libsql gives an ArrayBuffer, the others a Uint8Array.
 * @throws {TypeError} when it is neither.
 */
export function blobColumn(row: object, name: string): Uint8Array {
  const value = (row as Readonly<Record<string, unknown>>)[name];
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`column ${name} is no blob`);
}
