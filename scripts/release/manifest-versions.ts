import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A manifest's own version in a source file; documents and contracts have versions of another form. */
const VERSION = /^( +version: ")(\d+\.\d+\.\d+)(",)$/gm;

/** Where a provider of a package says its version. */
export interface ManifestVersion {
  /** From the root of the repository. */
  readonly path: string;
  readonly version: string;
  /** The file with another version in its place. */
  readonly withVersion: (version: string) => string;
}

/** Every manifest in the sources of a package, those of tests left out. @param folder - from `root`: `"packages/provider-email"`. */
export function manifestVersions(root: string, folder: string): ManifestVersion[] {
  const source = join(folder, "src");
  const files = readdirSync(join(root, source), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !/(?:^|\/)(?:testing|__fixtures__)\//.test(name),
  );
  return files.flatMap((name) => {
    const path = join(source, name);
    const text = readFileSync(join(root, path), "utf8");
    const version = [...text.matchAll(VERSION)][0]?.[2];
    if (version === undefined) return [];
    return [{ path, version, withVersion: (next: string) => text.replace(VERSION, `$1${next}$3`) }];
  });
}
