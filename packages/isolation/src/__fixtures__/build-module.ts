import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-isolation-")));

/** A module of this package as it is built: one file with all it needs, outside of the tree. @returns its path. */
export async function buildModule(module: URL, name: string): Promise<string> {
  const path = join(folder, name, "main.mjs");
  await build({
    entryPoints: [module.pathname],
    outfile: path,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  return path;
}
