import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { packageManifestSchema, type PackageManifest } from "./package-manifest.js";
import type { SourceFile } from "./source-file.js";

const ROOTS = ["packages", "examples", "test", "bench", "scripts"];
/** Folders with a dot are written by tests, and may be gone while this reads. */
const SKIPPED = /(^|\/)(node_modules|dist|__fixtures__|\.[^/]+)\//;

/** Every source file of the repository, as it lies on disk. */
export function readSources(root: string): SourceFile[] {
  return ROOTS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((path) => `${folder}/${path.split(sep).join("/")}`)
      .filter((path) => /\.(ts|mjs|js)$/.test(path) && !SKIPPED.test(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
  );
}

/** The manifests under packages/, by package name. */
export function readManifests(root: string): Map<string, PackageManifest> {
  const manifests = readdirSync(join(root, "packages"))
    .map((folder) => join(root, "packages", folder, "package.json"))
    .filter((path) => existsSync(path))
    .map((path) => packageManifestSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
  return new Map(manifests.map((manifest) => [manifest.name, manifest]));
}
