import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const packages = join(import.meta.dirname, "../../packages");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-isolated-")));
/** What is left of CommonJS in a module that was put together asks for Node's own modules. */
const REQUIRE = 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);';

/**
 * A connector as a host would have it: built, outside of the tree, with all it needs.
 * @param modules - the built file's name, and the source below `packages`: `{ "main.mjs": "provider-email/src/smtp/index.ts" }`.
 * @returns the folder.
 */
export async function buildConnector(name: string, modules: Readonly<Record<string, string>>): Promise<string> {
  const place = join(folder, name);
  for (const [file, source] of Object.entries(modules))
    await build({
      entryPoints: [join(packages, source)],
      outfile: join(place, file),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      conditions: ["@plugboard/source"],
      banner: { js: REQUIRE },
      logLevel: "error",
    });
  return place;
}
