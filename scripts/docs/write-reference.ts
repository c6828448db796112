import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { referencePages } from "./reference-pages.js";
import { repositoryRoot } from "./repository-root.js";

/**
 * Writes the generated pages of the reference, or with `--check` only says which ones are not what the code says.
 * Exit code 1: a page differs.
 */
const isCheck = process.argv.includes("--check");
let different = 0;
for (const { path, text } of await referencePages()) {
  const target = join(repositoryRoot, path);
  const present = readOr(target);
  if (present === text) continue;
  different += 1;
  if (isCheck) console.log(`${path} is not what the code says`);
  else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(`wrote ${path}`);
  }
}
if (isCheck && different > 0) {
  console.log("to do: npm run docs:reference");
  process.exitCode = 1;
} else if (different === 0) console.log("the reference is what the code says");

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
