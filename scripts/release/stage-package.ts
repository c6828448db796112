import { chmodSync, cpSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a package publishes, by its `files` (test/packages.test.ts holds every package to these), and package.json. */
const PUBLISHED = ["package.json", "README.md", "LICENSE", "dist"];
const EXECUTABLE = 0o755;
const READABLE = 0o644;
const OWNER_EXECUTES = 0o100;

/**
 * Copies what a package publishes to another folder, with rights that say only whether a file is a command: npm packs the rights it finds, and
 * those follow the `umask` of whoever checked out and built.
 *
 * @param names - of what lies in `source`; what a package publishes unless told.
 */
export function stagePackage(source: string, target: string, names: readonly string[] = PUBLISHED): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source).filter((entry) => names.includes(entry)))
    cpSync(join(source, name), join(target, name), { recursive: true });
  for (const path of readdirSync(target, { recursive: true, encoding: "utf8" })) {
    const { mode } = statSync(join(target, path));
    chmodSync(join(target, path), mode & OWNER_EXECUTES ? EXECUTABLE : READABLE);
  }
}
