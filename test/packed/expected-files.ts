import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PackageManifest } from "../architecture/package-manifest.js";

/** What a package may hold without its declarations, sorted; chunks of shared code apart, whose names are hashes. */
export function expectedFiles(folder: string, manifest: PackageManifest): string[] {
  const entries = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : [target["default"]?.replace(/^\.\//, "") ?? ""],
  );
  // A connector's process begins with whole scripts: see `wholeWorkers` of the build.
  const ending = manifest.name === "@plugboard/isolation" ? ".cjs" : ".js";
  const workers = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("-worker-main.ts"))
    .map((path) => `dist/${path.replace(/-main\.ts$/, ending)}`);
  // The guide is what it makes new providers of.
  const guide = manifest.name === "@plugboard/create-provider" ? ["dist/write-a-provider.md"] : [];
  return ["LICENSE", "README.md", "package.json", ...entries, ...workers, ...guide].sort();
}
