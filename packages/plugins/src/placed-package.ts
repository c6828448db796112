import { access, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFiles } from "@plugboard/marketplace";
import { exports as resolveExports } from "resolve.exports";
import type { CheckedPackage } from "./checked-package.js";
import { PluginError } from "./plugin-error.js";

/** Puts a checked package where it can run. The same bytes lie in the same place, so that Node loads them once however often they come and go. */
export async function placePackage(checked: CheckedPackage, folder: string): Promise<string> {
  if (checked.inPlace !== undefined) return checked.inPlace;
  const place = placeOf(checked, folder);
  if (await exists(place)) await rm(place, { recursive: true });
  // Whole or not at all: a crash in between leaves a folder that nothing looks at.
  const unfinished = `${place}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFiles(checked.files, unfinished);
  await rename(unfinished, place);
  return place;
}

function placeOf({ packageJson: { name, version }, fingerprint }: CheckedPackage, folder: string): string {
  return join(folder, `${name.replaceAll("/", "+")}-${version}-${fingerprint}`);
}

/** The file of one of the package's entries. @throws {PluginError} `PLUGIN_REFUSED` */
export function entryFile(checked: CheckedPackage, place: string, entry: string): string {
  const { name } = checked.packageJson;
  const found = pathsOf(checked, entry).find((path) => checked.files.has(path.replace(/^\.\//, "")));
  if (found === undefined)
    throw new PluginError("PLUGIN_REFUSED", { package: name, refusals: [`ENTRY_MISSING: ${entry}`] });
  return join(place, found);
}

function pathsOf({ rawPackageJson, packageJson: { name } }: CheckedPackage, entry: string): readonly string[] {
  try {
    return resolveExports({ ...rawPackageJson, name }, entry, { conditions: ["import"] }) ?? [];
  } catch (error) {
    // Not among the exports: that is the answer.
    if (error instanceof Error) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
