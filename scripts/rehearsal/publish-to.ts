import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runProgram } from "../run-program.js";

const SCRIPT = join(import.meta.dirname, "../release/publish.mjs");
const lineSchema = z.object({
  package: z.string(),
  version: z.string(),
  published: z.boolean(),
  /** What is out already has the bytes of ours. */
  same: z.boolean().default(false),
  error: z.string().optional(),
});

/**
 * Runs the release's own script against a registry on loopback.
 * @returns what became of each package, in the order of publishing.
 */
export async function publishTo(registryUrl: string, folder: string): Promise<z.infer<typeof lineSchema>[]> {
  // npm publishes nowhere without a token; this registry takes any.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  writeFileSync(join(folder, ".npmrc"), `${registryUrl.replace("http:", "")}:_authToken=rehearsal\n`);
  const parameters = [SCRIPT, "--from", folder, "--registry", registryUrl, "--json"];
  const { stdout } = await runProgram(process.execPath, parameters, { cwd: folder });
  return stdout
    .trim()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
