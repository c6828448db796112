import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readPublishedPackages } from "./read-published-packages.js";

/**
 * Writes into every published package.json where its source lies. A registry takes provenance only when this is the repository that the
 * workflow ran in, so it is said by the workflow, not by the tree.
 */
const root = join(import.meta.dirname, "../..");
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
if (!server || !repository) {
  console.error(
    "GITHUB_SERVER_URL and GITHUB_REPOSITORY say where the source lies: set both, or let the workflow run this",
  );
  process.exitCode = 2;
} else {
  for (const { folder } of readPublishedPackages(root)) {
    const path = join(root, folder, "package.json");
    const named = {
      ...z.looseObject({}).parse(JSON.parse(readFileSync(path, "utf8"))),
      repository: { type: "git", url: `git+${server}/${repository}.git`, directory: folder },
    };
    writeFileSync(path, `${JSON.stringify(named, null, 2)}\n`);
    console.log(`${folder} of ${server}/${repository}`);
  }
}
