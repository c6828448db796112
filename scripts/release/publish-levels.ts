import type { PublishedPackage } from "./published-package.js";

/**
 * Packages in the order in which they can be published: each after what it depends on or takes from its host, so that at every moment what is
 * out can be installed.
 *
 * @returns levels; packages of one level do not need each other. Within a level the given order is kept.
 * @throws {Error} packages that need each other in a circle; they are named.
 */
export function publishLevels(packages: readonly PublishedPackage[]): PublishedPackage[][] {
  const levels: PublishedPackage[][] = [];
  const names = new Set(packages.map(({ name }) => name));
  const done = new Set<string>();
  let left = [...packages];
  while (left.length > 0) {
    const ready = left.filter(({ dependencies, peerDependencies }) =>
      Object.keys({ ...dependencies, ...peerDependencies }).every((name) => !names.has(name) || done.has(name)),
    );
    if (ready.length === 0) throw new Error(`need each other in a circle: ${left.map(({ name }) => name).join(", ")}`);
    for (const { name } of ready) done.add(name);
    levels.push(ready);
    left = left.filter(({ name }) => !done.has(name));
  }
  return levels;
}
