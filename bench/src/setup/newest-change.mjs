import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** When a file in this folder last changed, as milliseconds since 1970; 0 without the folder. @param {string} folder @returns {number} */
export function newestChange(folder) {
  const { mtimeMs = 0 } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  if (mtimeMs === 0) return 0;
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}
