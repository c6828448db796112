import type { FaultRow } from "./fault-row.js";
import { USAGE, isWanted, readOptions } from "./runner/read-options.js";
import { readRows, rowFiles } from "./runner/row-file.js";
import { type RowLine, tableHead, tableLine } from "./runner/row-line.js";
import { runInChild } from "./runner/run-in-child.js";
import { isClean } from "./runner/run-result.js";

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

function fail(text: string): never {
  say(text);
  process.exit(2);
}

const options = (() => {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
})();
if (options.help) {
  print(USAGE);
  process.exit(0);
}

// By way of "exit", on which the child that is running ends too.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

let failed = 0;
let shown = 0;
const show = (result: RowLine, title: string): void => {
  if (!options.json && shown === 0) print(tableHead());
  shown += 1;
  if (!result.ok) failed += 1;
  print(options.json ? JSON.stringify(result) : tableLine(result, title));
};

async function runRow(file: string, index: number, { row, provider, title }: FaultRow): Promise<void> {
  const name = `${row} ${provider}`;
  const startedAtMs = performance.now();
  const order = {
    file,
    index,
    sample: options.sample,
    timeoutMs: options.timeoutMs,
    report: (text: string) => say(`  ${name}: ${text}`),
  };
  say(`${name}: ${title}`);
  const result = await runInChild({ ...order, mutant: false });
  if (result.broken !== undefined) say(`  ${name} broke: ${result.broken}`);
  let mutantCaught: boolean | null = null;
  if (options.mutants && result.skipped === undefined) {
    const mutant = await runInChild({ ...order, mutant: true });
    mutantCaught = mutant.lost + mutant.duplicated + mutant.letIn > 0;
    if (mutant.broken !== undefined) say(`  ${name}, mutant broke: ${mutant.broken}`);
  }
  const { tried, lost, duplicated, letIn, skipped } = result;
  const ok = isClean(result) && mutantCaught !== false;
  const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
  const rest = skipped === undefined ? { seconds } : { skipped, seconds };
  show({ row, provider, tried, lost, duplicated, letIn, mutantCaught, ok, ...rest }, title);
}

for (const file of rowFiles()) {
  let rows: readonly FaultRow[] = [];
  try {
    rows = await readRows(file);
  } catch (error) {
    // A file that cannot be read would otherwise be rows that were never run.
    say(`${file}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const group = /^[a-z]+/.exec(file)?.[0].toUpperCase() ?? file;
    if (options.row === undefined || options.row.startsWith(group))
      show(
        {
          row: group,
          provider: file,
          tried: 0,
          lost: 0,
          duplicated: 0,
          letIn: 0,
          mutantCaught: null,
          ok: false,
          seconds: 0,
        },
        "the file could not be read",
      );
  }
  for (const [index, row] of rows.entries()) if (isWanted(row.row, options.row)) await runRow(file, index, row);
}
if (shown === 0) fail(`no row is called ${options.row ?? "anything"}`);
process.exit(failed > 0 ? 1 : 0);
