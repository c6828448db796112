import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArchiveProblem, readFolder, syncFolder, writeFiles } from "@plugboard/marketplace";
import { exports as resolveExports } from "resolve.exports";
import { valid } from "semver";
import type { CheckedPackage } from "./checked-package.js";
import { fingerprintOf } from "./fingerprint-of.js";
import { PluginError } from "./plugin-error.js";

/**
 * Puts a checked package where it can run. The same bytes lie in the same place, so that Node loads them once however often they come and go; where
 * they lie already they are left alone, since they may be running.
 */
export async function placePackage(checked: CheckedPackage, folder: string): Promise<string> {
  if (checked.inPlace !== undefined) return checked.inPlace;
  const place = join(folder, placeName(checked));
  if (await holds(place, checked.fingerprint)) return place;
  const unfinished = `${place}${UNFINISHED}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await writeFiles(checked.files, unfinished);
    await rm(place, { recursive: true, force: true });
    await rename(unfinished, place);
    await syncFolder(folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return place;
}

/** Whether a name in the host's folder is one that {@link placePackage} gives, whole or not yet. */
export function isPlaceName(name: string): boolean {
  const whole = name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
  const [fingerprint = "", ...before] = whole.split("-").reverse();
  const words = before.reverse();
  return FINGERPRINT.test(fingerprint) && words.some((_, at) => at > 0 && valid(words.slice(at).join("-")) !== null);
}

const UNFINISHED = ".unfinished";
const FINGERPRINT = /^[0-9a-f]{12}$/;

function placeName({ packageJson: { name, version }, fingerprint }: CheckedPackage): string {
  return `${name.replaceAll("/", "+")}-${version}-${fingerprint}`;
}

/** Whether a package with this fingerprint lies there, unchanged. */
async function holds(place: string, fingerprint: string): Promise<boolean> {
  if (!existsSync(place)) return false;
  try {
    return fingerprintOf(await readFolder(place)) === fingerprint;
  } catch (error) {
    // A link, or more than any package may have: somebody changed it.
    if (error instanceof ArchiveProblem) return false;
    throw error;
  }
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
