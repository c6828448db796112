import { readRows } from "./row-file.js";
import { type ChildMessage, type RunResult, brokenRun } from "./run-result.js";

const [file = "", index = "0", sample = "", mutant = ""] = process.argv.slice(2);

function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}

async function run(): Promise<RunResult> {
  const row = (await readRows(file))[Number(index)];
  if (!row) return brokenRun(`${file} has no row ${index}`);
  return row.run({
    sample: sample === "sample",
    mutant: mutant === "mutant",
    report: (text) => void tell({ kind: "report", text }),
  });
}

const result = await run().catch((error: unknown) =>
  brokenRun(error instanceof Error ? (error.stack ?? error.message) : String(error)),
);
await tell({ kind: "result", result });
// Whatever the row left running ends with its process.
process.exit(0);
