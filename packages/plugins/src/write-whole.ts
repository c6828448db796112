import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a value as JSON, whole or not at all; readable by its owner alone. */
export async function writeWhole(folder: string, file: string, value: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${file}.unfinished`);
  await writeFile(unfinished, JSON.stringify(value, undefined, 2), { mode: 0o600 });
  await rename(unfinished, join(folder, file));
}
