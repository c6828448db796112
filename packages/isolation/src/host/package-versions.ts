import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findPackage } from "./find-package.js";

const packageSchema = z.object({ version: z.string() });
/** What a connector's process may have in common with its connector. */
const NAMES = ["@plugboard/core", "zod"];

/**
 * The versions of the contract and of zod that a connector finds, by name; none of one that it does not find.
 * @param entry - the connector's module, a path
 * @throws {SyntaxError} @throws {z.ZodError} a package.json that is none.
 */
export function packageVersions(entry: string): Readonly<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const name of NAMES) {
    const folder = findPackage(name, realpathSync(entry));
    if (folder === undefined) continue;
    versions[name] = packageSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).version;
  }
  return versions;
}
