import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.js";
import { ArchiveProblem } from "./archive-problem.js";
import { pathProblem } from "./path-problem.js";

/**
 * Reads an unpacked package. Links and special files are refused: what they show can change after the check.
 * @param skipsModules - leaves out `node_modules` of the package's own folder, which an installer puts there.
 * @throws {ArchiveProblem} as {@link readTarball}.
 */
export async function readFolder(
  folder: string,
  { skipsModules = false, limits = ARCHIVE_LIMITS }: { skipsModules?: boolean; limits?: ArchiveLimits } = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  const walk = async (below: string): Promise<void> => {
    for (const name of (await readdir(join(folder, below))).sort()) {
      const path = below === "" ? name : `${below}/${name}`;
      if (path === "node_modules" && skipsModules) continue;
      const problem = pathProblem(path);
      if (problem !== undefined) throw new ArchiveProblem(`${JSON.stringify(path)}: ${problem}`);
      const facts = await lstat(join(folder, path));
      if (facts.isDirectory()) {
        await walk(path);
        continue;
      }
      if (!facts.isFile()) throw new ArchiveProblem(`${JSON.stringify(path)}: is neither file nor folder`);
      total += facts.size;
      if (total > limits.maxUnpackedBytes) throw new ArchiveProblem("holds more than is allowed");
      files.set(path, await readFile(join(folder, path)));
      if (files.size > limits.maxFiles) throw new ArchiveProblem("has too many files");
    }
  };
  await walk("");
  return files;
}
