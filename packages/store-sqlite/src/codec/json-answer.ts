import { textColumn } from "./text-column.js";

/**
 * The JSON text that most reads answer: one row with one column `rows`.
 * @throws {RowUnreadable} when it is not there.
 */
export function jsonAnswer([row]: readonly unknown[]): string {
  return textColumn(row, "rows");
}
