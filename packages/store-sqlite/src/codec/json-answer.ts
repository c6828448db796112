/**
 * The JSON text that most reads answer: one row with one column `rows`.
 * @throws {TypeError} when it is not there.
 */
export function jsonAnswer([row]: readonly unknown[]): string {
  if (typeof row !== "object" || row === null || !("rows" in row) || typeof row.rows !== "string") {
    throw new TypeError("an answer has no rows");
  }
  return row.rows;
}
