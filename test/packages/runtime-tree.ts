import type { Lockfile } from "./lockfile.js";

/**
 * Everything that `npm install` of one workspace brings along: its dependencies and theirs, optional ones included,
 * found the way Node finds them. Peers are the installer's own choice and not part of it.
 *
 * @param workspace - its folder: `"packages/core"`.
 * @returns paths in the lockfile: `"node_modules/undici"`.
 * @throws {Error} a dependency that the lockfile does not hold.
 */
export function runtimeTree(lockfile: Lockfile, workspace: string): string[] {
  const seen = new Set<string>();
  const queue = [workspace];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const entry = lockfile.packages[path];
    if (!entry) throw new Error(`package-lock.json has no ${path}`);
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const found = resolve(lockfile, path, name);
      if (!found) {
        if (name in entry.optionalDependencies) continue;
        throw new Error(`package-lock.json has no ${name} for ${path}`);
      }
      if (seen.has(found)) continue;
      seen.add(found);
      queue.push(found);
    }
  }
  return [...seen].sort();
}

function resolve(lockfile: Lockfile, from: string, name: string): string | undefined {
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
