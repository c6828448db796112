import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readableFolders } from "./readable-folders.js";

test("dependencies that are a linked folder may be read by both its names, and nothing of the project beside them", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-readable-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [project, shared] = [join(folder, "project"), join(folder, "shared")];
  mkdirSync(join(project, "connectors/post"), { recursive: true });
  mkdirSync(shared);
  symlinkSync(shared, join(project, "node_modules"));
  const entry = join(project, "connectors/post/index.js");
  writeFileSync(entry, "");
  writeFileSync(join(project, "connectors/post/package.json"), "{}");
  const folders = readableFolders(entry, entry).filter((one) => one.startsWith(folder));
  expect(folders.sort()).toEqual([join(project, "connectors/post"), join(project, "node_modules"), shared].sort());
});
