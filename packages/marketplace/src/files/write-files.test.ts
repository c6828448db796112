import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { writeFiles } from "./write-files.js";

test("every file, and every folder with its names, is on the disk when it resolves", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plugboard-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const some = await open(folder);
  const files = Object.getPrototypeOf(some) as FileHandle;
  await some.close();
  const synced: string[] = [];
  const sync = vi.spyOn(files, "sync").mockImplementation(async function (this: FileHandle) {
    const at = await this.stat();
    synced.push(at.isDirectory() ? "folder" : `file of ${String(at.size)} B`);
  });
  onTestFinished(() => sync.mockRestore());
  const bytes = (length: number) => new Uint8Array(length);
  await writeFiles(
    new Map([
      ["package.json", bytes(2)],
      ["dist/index.js", bytes(3)],
      ["dist/deep/er/more.js", bytes(4)],
    ]),
    join(folder, "package"),
  );
  // The package's own, dist, dist/deep and dist/deep/er.
  expect(synced).toEqual(["file of 2 B", "file of 3 B", "file of 4 B", "folder", "folder", "folder", "folder"]);
});
