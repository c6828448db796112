import { parseArgs } from "node:util";

export interface RunnerOptions {
  readonly json: boolean;
  /** A row (`"A1"`) or a group (`"A"`); all when absent. */
  readonly row: string | undefined;
  readonly sample: boolean;
  readonly mutants: boolean;
  readonly help: boolean;
  /** Longest time one run of a row may take. Milliseconds. */
  readonly timeoutMs: number;
}

export const USAGE = `Usage: npm run test:faults -- [options]

  --json         one JSON object a line instead of a table
  --row NAME     only the row NAME (A1), or the group NAME (A)
  --sample       a short sample of each row
  --no-mutants   leave out the runs that prove that a row can fail
  --timeout S    longest time one run of a row may take, in seconds (default 1800)
  --help         this text

Exit code 1 when a row is not ok.
`;

/** @throws {TypeError} an option that does not exist. */
export function readOptions(words: readonly string[]): RunnerOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: "boolean", default: false },
      row: { type: "string" },
      sample: { type: "boolean", default: false },
      "no-mutants": { type: "boolean", default: false },
      timeout: { type: "string", default: "1800" },
      help: { type: "boolean", default: false },
    },
  });
  const timeoutMs = Number(values.timeout) * 1_000;
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0) throw new TypeError("--timeout takes a number of seconds");
  const { json, row, sample, help } = values;
  return { json, row, sample, mutants: !values["no-mutants"], help, timeoutMs };
}

/** @param wanted - a row's name, or letters that stand for a group. */
export function isWanted(row: string, wanted: string | undefined): boolean {
  if (wanted === undefined || row === wanted) return true;
  return /^[A-Za-z]+$/.test(wanted) && row.startsWith(wanted) && /^\d/.test(row.slice(wanted.length));
}
