/** Takes a value out of a row of the database by name and type; what does not fit is taken for empty, and found by its hash. */
export const rowValue = {
  number(row: unknown, name: string): number {
    const value = of(row, name);
    return typeof value === "number" ? value : Number.NaN;
  },

  bytes(row: unknown, name: string): Buffer {
    const value = of(row, name);
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    if (value instanceof ArrayBuffer) return Buffer.from(value);
    return Buffer.alloc(0);
  },
};

function of(row: unknown, name: string): unknown {
  return typeof row === "object" && row !== null ? (row as Readonly<Record<string, unknown>>)[name] : undefined;
}
