import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publishedPackageSchema, type PublishedPackage } from "./published-package.js";

/** Every package under packages/ that is not private, by folder name. */
export function readPublishedPackages(root: string): PublishedPackage[] {
  return readdirSync(join(root, "packages"))
    .sort()
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({
      ...publishedPackageSchema.parse(JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))),
      folder,
    }))
    .filter((one) => !one.private);
}
