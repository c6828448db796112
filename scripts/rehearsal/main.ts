import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRehearsalOptions, usage, type RehearsalOptions } from "./rehearsal-options.js";
import { rehearse } from "./rehearse.js";
import { StepReport } from "./step-report.js";

/** `npm run release:rehearsal`: everything a release does, against a registry on loopback. */
let options: RehearsalOptions | undefined;
try {
  options = readRehearsalOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
if (options?.help) process.stdout.write(usage);
else if (options) process.exitCode = await rehearseIn(mkdtempSync(join(tmpdir(), "plugboard-rehearsal-")), options);

async function rehearseIn(folder: string, { json, nodes, keep }: RehearsalOptions): Promise<number> {
  const report = new StepReport(json, (text) => process.stdout.write(text));
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const startedMs = performance.now();
  const tookSeconds = (): number => Math.round((performance.now() - startedMs) / 100) / 10;
  try {
    const summary = await rehearse({ root: join(import.meta.dirname, "../.."), folder, nodes, report, progress });
    report.tell({
      step: "rehearsal",
      ok: report.failed === 0,
      ...summary,
      failed: report.failed,
      tookSeconds: tookSeconds(),
    });
  } catch (error) {
    progress(error instanceof Error ? error.message : String(error));
    report.tell({ step: "rehearsal", ok: false, failed: report.failed + 1, tookSeconds: tookSeconds() });
  } finally {
    if (keep) progress(`left for a look: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
  return report.failed === 0 ? 0 : 1;
}
