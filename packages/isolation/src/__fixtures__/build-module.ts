import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-isolation-")));

/**
 * A module as it is built: one file with all it needs, outside of the tree.
 * @param name - of the folder it lies in.
 * @param file - by whose ending it is a module or a script.
 * @returns its path.
 */
export async function buildModule(module: URL, name: string, file = "main.mjs"): Promise<string> {
  const path = join(folder, name, file);
  await build({
    entryPoints: [module.pathname],
    outfile: path,
    bundle: true,
    format: file.endsWith(".cjs") ? "cjs" : "esm",
    platform: "node",
    target: "node20",
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  return path;
}
