import type { Lockfile } from "./lockfile.js";
import { resolveInLockfile } from "./resolve-in-lockfile.js";

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
      const found = resolveInLockfile(lockfile, path, name);
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
