/**
 * Takes a column out of a row that the SQLite library gave. By hand, so that the worker, which starts with the host, need not load zod.
 * @throws {TypeError} when it is not there or of another type: the file is not what it should be.
 */
export const column = {
  number(row: unknown, name: string): number {
    const value = valueOf(row, name);
    if (typeof value !== "number") throw new TypeError(`column ${name} is no number`);
    return value;
  },

  text(row: unknown, name: string): string {
    const value = valueOf(row, name);
    if (typeof value !== "string") throw new TypeError(`column ${name} is no text`);
    return value;
  },
};

function valueOf(row: unknown, name: string): unknown {
  return typeof row === "object" && row !== null ? (row as Readonly<Record<string, unknown>>)[name] : undefined;
}
