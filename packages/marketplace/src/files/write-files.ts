import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ArchiveProblem } from "./archive-problem.js";
import { pathProblem } from "./path-problem.js";

/**
 * Writes what {@link verifyPackage} gave back into a folder that does not exist yet: the bytes that were checked, not a second reading of them.
 * @throws the folder exists, or cannot be written.
 */
export async function writeFiles(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  for (const [path, bytes] of files) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw new ArchiveProblem(`${JSON.stringify(path)}: ${problem}`);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes, { flag: "wx", mode: 0o644 });
  }
}
