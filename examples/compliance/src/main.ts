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

const GONE = "Nothing of it is kept. With --dir FOLDER it is, and you can verify it yourself.\n";

/** In an application of its own: `npx plugboard-ledger verify …`. */
const verifyYourself = (folder: string): string => `
Verify it yourself, without the host:

  npm run -s plugboard-ledger -- verify ${join(folder, "exports", "evidence.ndjson")} --key ${join(folder, "exports", "ledger-key.pem")}
  npm run -s plugboard-ledger -- verify ${join(folder, "store", "plugboard.db")} --checkpoint ${join(folder, "exports", "checkpoint.json")} --key ${join(folder, "exports", "ledger-key.pem")}
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
      if (values.json !== true) process.stdout.write(values.dir === undefined ? GONE : verifyYourself(values.dir));
      process.exitCode = held ? 0 : 1;
    } finally {
      if (values.dir === undefined) await rm(folder, { recursive: true, force: true });
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
