/** One block of `Name: value` lines: lower-case name to unfolded values in order. */
export type ReportFields = ReadonlyMap<string, readonly string[]>;

const LINE_LIMIT = 5000;
const VALUE_LIMIT = 4000;

/** Splits a report (RFC 3464 2.1.2, RFC 5965 3, RFC 8098 3.1) into its blocks, which blank lines separate. Empty blocks are left out. */
export function readReportFields(text: string): ReportFields[] {
  const blocks: Map<string, string[]>[] = [];
  let block: Map<string, string[]> | undefined;
  let values: string[] | undefined;
  for (const line of text.split(/\r\n|\n|\r/, LINE_LIMIT)) {
    if (line.trim() === "") {
      block = undefined;
      values = undefined;
    } else if (/^[ \t]/.test(line) && values !== undefined) {
      const last = values.pop() ?? "";
      values.push(last.length < VALUE_LIMIT ? `${last} ${line.trim()}`.slice(0, VALUE_LIMIT) : last);
    } else {
      const colon = line.indexOf(":");
      if (colon <= 0 || colon > 60) continue;
      if (block === undefined) blocks.push((block = new Map<string, string[]>()));
      const name = line.slice(0, colon).trim().toLowerCase();
      values = block.get(name) ?? [];
      block.set(name, values);
      values.push(line.slice(colon + 1, colon + 1 + VALUE_LIMIT).trim());
    }
  }
  return blocks;
}
