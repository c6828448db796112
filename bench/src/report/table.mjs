/**
 * Lays rows out in columns, the first to the left and the rest to the right.
 * @param {readonly (readonly string[])[]} rows - the first is the head
 * @returns {string}
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join("\n");
}
