import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Where Node finds a package.
 * @param from - the path of the module that asks for it
 * @returns its folder, links followed
 */
export function findPackage(name: string, from: string): string | undefined {
  const places = createRequire(pathToFileURL(from)).resolve.paths(name) ?? [];
  const found = places.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
  return found === undefined ? undefined : realpathSync(found);
}
