import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Packages of ours that may lie outside of `node_modules`, linked there (workspaces). */
const OURS = ["@plugboard/core"];

/**
 * What a connector's process has to read to load it: its own package, and the dependencies as Node finds them from there. Nothing of the host's.
 * @param entry - the connector's module, a path
 * @param child - the module its process begins with, a path
 */
export function readableFolders(entry: string, child: string): readonly string[] {
  const folders = new Set<string>();
  for (const module of [entry, child]) {
    const real = realpathSync(module);
    folders.add(packageFolder(real));
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      const dependencies = join(folder, "node_modules");
      // Node asks for both names of a folder that is a link.
      if (existsSync(dependencies)) folders.add(dependencies).add(realpathSync(dependencies));
      if (folder === parse(folder).root) break;
    }
    for (const name of OURS) {
      const found = resolved(name, real);
      if (found !== undefined) folders.add(packageFolder(found));
    }
  }
  return [...folders];
}

function resolved(name: string, from: string): string | undefined {
  const place = createRequire(pathToFileURL(from)).resolve.paths(name) ?? [];
  const found = place.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
  return found === undefined ? undefined : join(realpathSync(found), "package.json");
}

/** The folder of the nearest package.json; of the module itself where there is none. */
function packageFolder(module: string): string {
  for (let folder = dirname(module); folder !== parse(folder).root; folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return dirname(module);
}

/** @param module - a path or a `file:` address */
export function pathOf(module: string | URL): string {
  return module instanceof URL || module.startsWith("file:") ? fileURLToPath(module) : module;
}
