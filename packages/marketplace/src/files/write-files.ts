import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ArchiveProblem } from "./archive-problem.js";
import { pathProblem } from "./path-problem.js";
import { syncFolder } from "./sync-folder.js";

/**
 * Writes what {@link verifyPackage} gave back into a folder that does not exist yet: the bytes that were checked, not a second reading of them. Durable
 * when it resolves, but for the folder's own name: sync what it lies in, too ({@link syncFolder}).
 * @throws the folder exists, or cannot be written.
 */
export async function writeFiles(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  const folders = new Set([folder]);
  for (const [path, bytes] of files) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw new ArchiveProblem(`${JSON.stringify(path)}: ${problem}`);
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    for (let above = dirname(file); !folders.has(above); above = dirname(above)) folders.add(above);
    await writeFile(file, bytes, { flag: "wx", mode: 0o644, flush: true });
  }
  for (const one of folders) await syncFolder(one);
}
