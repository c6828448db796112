import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How many files of a folder hold these words, whatever wrote them there. */
export function findBytes(folder: string, words: string): number {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words)).length;
}
