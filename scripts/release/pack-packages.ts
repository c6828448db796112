import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runProgram } from "../run-program.js";
import type { PackedPackage } from "./packed-package.js";
import { publishLevels } from "./publish-levels.js";
import type { PublishedPackage } from "./published-package.js";
import { readPublishedPackages } from "./read-published-packages.js";
import { stagePackage } from "./stage-package.js";

const reportSchema = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    filename: z.string(),
    integrity: z.string(),
    size: z.number(),
    files: z.array(z.object({ path: z.string() })),
  }),
);
const EVERY_PACKAGE_HAS = ["package.json", "README.md", "LICENSE"];

/**
 * Packs every published package as it lies built, in the order of publishing.
 *
 * @param root - the repository.
 * @param folder - where the tarballs and their list, `packages.json`, go; made when it is not there.
 * @throws {Error} a package that is not built or lacks what each must have.
 */
export async function packPackages(root: string, folder: string): Promise<PackedPackage[]> {
  mkdirSync(folder, { recursive: true });
  const levels = publishLevels(readPublishedPackages(root));
  const reports = new Map((await pack(root, levels.flat(), folder)).map((report) => [report.name, report]));
  const packed = levels.flatMap((level, index) =>
    level.map(({ name, exports }) => {
      const report = reports.get(name);
      if (!report) throw new Error(`npm did not pack ${name}`);
      const paths = new Set(report.files.map(({ path }) => path));
      const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : [target]));
      const needed = entries.flatMap((target) => [target["default"], target["types"]]).map((path) => path?.slice(2));
      const missing = [...EVERY_PACKAGE_HAS, ...needed].filter((path) => path !== undefined && !paths.has(path));
      if (missing.length > 0) throw new Error(`${name} lacks ${missing.join(", ")}: run \`npm run build\` first`);
      const { version, filename, integrity, size } = report;
      return { name, version, file: filename, integrity, sizeBytes: size, level: index };
    }),
  );
  writeFileSync(join(folder, "packages.json"), `${JSON.stringify(packed, null, 2)}\n`);
  return packed;
}

/** One run of npm over copies of what is published. */
async function pack(root: string, packages: readonly PublishedPackage[], folder: string) {
  const stage = mkdtempSync(join(tmpdir(), "plugboard-pack-"));
  try {
    writeFileSync(join(stage, "package.json"), JSON.stringify({ private: true, workspaces: ["packages/*"] }));
    for (const one of packages) stagePackage(join(root, one.folder), join(stage, one.folder));
    const quiet = ["--json", "--ignore-scripts", "--loglevel=error"];
    const workspaces = packages.map((one) => `--workspace=${one.folder}`);
    const parameters = ["pack", ...quiet, `--pack-destination=${folder}`, ...workspaces];
    const { stdout } = await runProgram("npm", parameters, { cwd: stage });
    return reportSchema.parse(JSON.parse(stdout));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
