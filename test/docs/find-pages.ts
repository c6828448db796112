import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = /(^|\/)(node_modules|dist|cache|__fixtures__)\//;

/** Every page people read, relative to the repository: at its root, in docs, and each package's README. */
export function findPages(root: string): readonly string[] {
  const ofRoot = readdirSync(root).filter((name) => /\.md$|^llms\.txt$/.test(name));
  const ofDocs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((path) => `docs/${path}`)
    .filter((path) => path.endsWith(".md") && !SKIPPED.test(path));
  const ofPackages = ["packages", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => `${folder}/${name}/README.md`)
      .filter((path) => existsSync(join(root, path))),
  );
  return [...ofRoot, ...ofDocs, ...ofPackages].sort();
}
