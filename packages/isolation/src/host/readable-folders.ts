import { existsSync, realpathSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { findPackage } from "./find-package.js";

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
      const found = findPackage(name, real);
      if (found !== undefined) folders.add(found);
    }
  }
  return [...folders];
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
