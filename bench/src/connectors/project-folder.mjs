import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DEPENDENCIES = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/**
 * A host's project below a directory: connectors that lie in it find the host's dependencies, as `PluginsOptions.folder` says.
 * @param {string} directory
 * @returns {string} the folder for connectors
 */
export function projectFolder(directory) {
  symlinkSync(DEPENDENCIES, join(directory, "node_modules"));
  const folder = join(directory, "connectors");
  mkdirSync(folder);
  return folder;
}
