/** A cell of a table: one line, with what would end the cell or become a tag taken literally. */
export function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/\\?\|/g, "\\|")
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : outsideCode(part)))
    .join("");
}

function outsideCode(text: string): string {
  return text
    .replaceAll("<", "&lt;")
    .replaceAll("{{", "&#123;&#123;")
    .replaceAll(/(?<!\\)([*_])/g, "\\$1");
}

/** Code in a cell. */
export function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string => `| ${row.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
