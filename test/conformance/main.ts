import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkProvider } from "@plugboard/provider-testkit/conformance";
import { findFixtures } from "./find-fixtures.js";
import { readOptions, USAGE } from "./read-options.js";
import { jsonLine, tableHead, tableLines } from "./result-line.js";

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
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

const all = await findFixtures(join(import.meta.dirname, "../.."));
const wanted = all.filter(
  ({ provider }) => options.provider === undefined || provider.manifest.id === options.provider,
);
if (wanted.length === 0) {
  const ids = all.map(({ provider }) => provider.manifest.id).join(", ");
  fail(`no provider is called ${options.provider ?? "anything"}; there are ${ids}`);
}
if (options.evidence !== undefined) mkdirSync(options.evidence, { recursive: true });
if (!options.json) print(tableHead());
let failed = 0;
for (const fixtures of wanted) {
  const result = await checkProvider(fixtures.provider, fixtures);
  failed += result.failed;
  print(options.json ? jsonLine(result) : tableLines(result));
  if (options.evidence === undefined) continue;
  writeFileSync(join(options.evidence, `${result.provider}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}
process.exit(failed > 0 ? 1 : 0);
