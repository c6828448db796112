import type { Lockfile } from "./lockfile.js";

/** @returns the lockfile's path of what `from` gets when it imports `name`, found the way Node finds it. */
export function resolveInLockfile(lockfile: Lockfile, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = lockfile.packages[path];
    if (entry) return entry.link ? entry.resolved : path;
    if (folder === "") return undefined;
  }
}

/** Up to the next folder whose node_modules Node would look in. */
function parentOf(path: string): string {
  const cut = path.lastIndexOf("/node_modules/");
  return cut === -1 ? "" : path.slice(0, cut);
}
