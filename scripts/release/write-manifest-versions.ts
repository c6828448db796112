import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestVersions } from "./manifest-versions.js";
import { readPublishedPackages } from "./read-published-packages.js";

/** Brings the manifests of the providers to the versions that `changeset version` gave their packages. */
const root = join(import.meta.dirname, "../..");
for (const { folder, version } of readPublishedPackages(root).filter(({ name }) => name.includes("/provider-")))
  for (const found of manifestVersions(root, folder)) {
    if (found.version === version) continue;
    writeFileSync(join(root, found.path), found.withVersion(version));
    console.log(`${found.path}: ${found.version} -> ${version}`);
  }
