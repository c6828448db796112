/** One line of output, the same keys for as long as the project lives. */
export interface RowLine {
  readonly row: string;
  readonly provider: string;
  readonly tried: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly letIn: number;
  /** The row failed with its guard switched off, as it must; `null` when that was not tried. */
  readonly mutantCaught: boolean | null;
  readonly ok: boolean;
  /** Why it was not run. */
  readonly skipped?: string;
  readonly seconds: number;
}

const COLUMNS = ["row", "provider", "tried", "lost", "twice", "let in", "mutant", "ok", "seconds"] as const;
const WIDTHS = [5, 12, 8, 6, 6, 7, 8, 5, 8] as const;

/** Header of the readable table. */
export function tableHead(): string {
  return `${line(COLUMNS)}title`;
}

export function tableLine(row: RowLine, title: string): string {
  const mutant = row.mutantCaught === null ? "-" : row.mutantCaught ? "caught" : "MISSED";
  const ok = row.skipped === undefined ? (row.ok ? "yes" : "NO") : "skip";
  const cells = [row.row, row.provider, row.tried, row.lost, row.duplicated, row.letIn, mutant, ok, row.seconds];
  return `${line(cells)}${title}${row.skipped === undefined ? "" : ` (skipped: ${row.skipped})`}`;
}

function line(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => `${String(cell).padEnd(WIDTHS[index] ?? 8)} `).join("");
}
