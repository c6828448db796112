import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Narration } from "./narration.js";
import { runCompliance } from "./run-compliance.js";

const usage = `The rules of docs/rules.md as one story, offline.

  npm run compliance                   in words
  npm run compliance -- --json         one JSON object a step
  npm run compliance -- --dir FOLDER   keeps database and exports there
`;

try {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, dir: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) process.stdout.write(usage);
  else {
    const folder = values.dir ?? (await mkdtemp(join(tmpdir(), "plugboard-compliance-")));
    try {
      const narration = new Narration((line) => process.stdout.write(line), values.json === true);
      const held = await runCompliance(folder, narration);
      process.stdout.write(values.json === true ? "" : `\n${held ? "Every rule held." : "A RULE DID NOT HOLD."}\n`);
      process.exitCode = held ? 0 : 1;
    } finally {
      if (values.dir === undefined) await rm(folder, { recursive: true, force: true });
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
