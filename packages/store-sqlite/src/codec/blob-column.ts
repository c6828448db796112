import { RowUnreadable } from "./row-unreadable.js";

/**
 * Takes a blob out of a row: libsql gives an ArrayBuffer, the others a Uint8Array.
 * @throws {RowUnreadable} when it is neither.
 */
export function blobColumn(row: unknown, name: string): Uint8Array {
  if (typeof row !== "object" || row === null) throw new RowUnreadable("a row is no object");
  const value = (row as Readonly<Record<string, unknown>>)[name];
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new RowUnreadable(`column ${name} is no blob`);
}
