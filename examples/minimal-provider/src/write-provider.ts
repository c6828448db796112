import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ShownFile } from "./read-blocks.js";

/** A provider in a folder of its own, within this package so that its imports resolve as an author's would. */
export interface WrittenProvider {
  readonly folder: string;
  remove(): void;
}

/** Writes the files of a page. */
export function writeProvider(files: readonly ShownFile[]): WrittenProvider {
  const folder = mkdtempSync(join(import.meta.dirname, "../.from-text-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
