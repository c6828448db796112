import { decodeUtf8 } from "../codec/decode-utf8.js";
import { RowUnreadable } from "../codec/row-unreadable.js";

/**
 * Takes a column out of a row that the SQLite library gave. By hand, so that the worker, which starts with the host, need not load zod.
 * @throws {RowUnreadable} when it is not there or of another type.
 */
export const column = {
  number(row: unknown, name: string): number {
    const value = valueOf(row, name);
    if (typeof value !== "number") throw new RowUnreadable(`column ${name} is no number`);
    return value;
  },

  /** @returns `undefined` for NULL. */
  optionalNumber(row: unknown, name: string): number | undefined {
    return valueOf(row, name) === null ? undefined : column.number(row, name);
  },

  /** Text that statements hand out as a blob, see `READ_STATEMENTS`; of pragmas as text. */
  text(row: unknown, name: string): string {
    const value = valueOf(row, name);
    if (typeof value === "string") return value;
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return decodeUtf8(value);
    throw new RowUnreadable(`column ${name} is no text`);
  },

  bytes(row: unknown, name: string): Uint8Array {
    const value = valueOf(row, name);
    if (value instanceof Uint8Array) return value;
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    throw new RowUnreadable(`column ${name} is no blob`);
  },

  /** 32 bytes, as lower-case hex. */
  hash(row: unknown, name: string): string {
    const { buffer, byteOffset, byteLength } = column.bytes(row, name);
    return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
  },
};

function valueOf(row: unknown, name: string): unknown {
  return typeof row === "object" && row !== null ? (row as Readonly<Record<string, unknown>>)[name] : undefined;
}
