import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Messages written by others; absent in a plain checkout. */
const folder = join(
  process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../../shared/oracles"),
  "email",
);

export interface OracleMail {
  /** Folder and file, for test names. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** @returns undefined where the folder is absent: tests then skip, by name. */
export function oracleMail(subfolder = ""): OracleMail[] | undefined {
  const root = join(folder, subfolder);
  if (!existsSync(root)) return undefined;
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:eml|txt)$/.test(entry.name) && !/^LICENSE/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: readFileSync(path) }));
}
