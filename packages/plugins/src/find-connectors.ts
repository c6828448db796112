import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CONNECTOR_KEYWORD,
  type PackageManifest,
  packageJsonSchema,
  packageManifestSchema,
} from "@plugboard/marketplace";

/** A connector that npm put beside the host, read without running it. */
export interface FoundConnector {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly providers: PackageManifest["providers"];
}

/**
 * Looks through a `node_modules` folder for packages with the keyword `plugboard-provider` whose manifest can be read. Runs nothing of them;
 * to be installed by name.
 */
export async function findConnectors(modules: string): Promise<readonly FoundConnector[]> {
  const found: FoundConnector[] = [];
  for (const name of await packageNames(modules)) {
    const folder = join(modules, name);
    const packageJson = packageJsonSchema.safeParse(await jsonAt(join(folder, "package.json")));
    if (!packageJson.success || !packageJson.data.keywords.includes(CONNECTOR_KEYWORD)) continue;
    const manifest = packageManifestSchema.safeParse(await jsonAt(join(folder, packageJson.data.plugboard.manifest)));
    if (!manifest.success) continue;
    const { version } = packageJson.data;
    found.push({ name: packageJson.data.name, version, folder, providers: manifest.data.providers });
  }
  return found;
}

async function packageNames(modules: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const name of (await readdir(modules)).sort()) {
    if (name.startsWith(".")) continue;
    if (!name.startsWith("@")) names.push(name);
    else for (const inner of (await readdir(join(modules, name))).sort()) names.push(`${name}/${inner}`);
  }
  return names;
}

async function jsonAt(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    // No such file, or no JSON: no connector.
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}
