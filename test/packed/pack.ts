import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { stagePackage } from "../../scripts/release/stage-package.js";
import { run } from "./run.js";

const packReportSchema = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

export interface PackedPackage {
  /** The tarball. */
  readonly path: string;
  /** What is in it, sorted: `"dist/index.js"`. */
  readonly files: readonly string[];
}

/**
 * Builds a package (without declarations, which take most of the time) and packs it as `npm publish` would, leaving the
 * checkout's own dist alone.
 *
 * @param folder - the package, absolute.
 * @param workbench - an empty folder to do it in.
 */
export async function pack(folder: string, workbench: string): Promise<PackedPackage> {
  const built = join(workbench, "built");
  const staged = join(workbench, "staged");
  await mkdir(built, { recursive: true });
  const tsup = join(import.meta.dirname, "../../node_modules/tsup/dist/cli-default.js");
  await run(process.execPath, [tsup, "--no-dts", "--out-dir", join(built, "dist")], folder);
  stagePackage(folder, staged, ["package.json", "README.md", "LICENSE"]);
  stagePackage(built, staged, ["dist"]);
  const [report] = packReportSchema.parse(JSON.parse(await run("npm", ["pack", "--json", "--ignore-scripts"], staged)));
  return { path: join(staged, report.filename), files: report.files.map(({ path }) => path).sort() };
}
