import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "@plugboard/marketplace";

/** Writes a value as JSON, whole or not at all, and durable when it resolves; readable by its owner alone. */
export async function writeWhole(folder: string, file: string, value: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${file}.unfinished`);
  // Before it is renamed: after a loss of power the name could stand for an empty file.
  await writeFile(unfinished, JSON.stringify(value, undefined, 2), { mode: 0o600, flush: true });
  await rename(unfinished, join(folder, file));
  await syncFolder(folder);
}
