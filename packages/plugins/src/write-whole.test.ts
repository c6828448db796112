import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "./__fixtures__/connector-package.js";
import { readRecords } from "./installed-record.js";
import { SeenRevocations } from "./seen-revocations.js";
import { writeWhole } from "./write-whole.js";

let folder: string;
/** Each sync, with what the folder showed under the file's name then. */
let syncs: { readonly of: "file" | "folder"; readonly found: string }[];
let onSync: (of: "file" | "folder") => Promise<void>;
let files: FileHandle;

const found = () => (readdirSync(folder).includes("a.json") ? readFileSync(join(folder, "a.json"), "utf8") : "nothing");

beforeEach(async () => {
  folder = temporaryFolder();
  syncs = [];
  onSync = () => Promise.resolve();
  const some = await open(folder);
  files = Object.getPrototypeOf(some) as FileHandle;
  await some.close();
  vi.spyOn(files, "sync").mockImplementation(async function (this: FileHandle) {
    const of = (await this.stat()).isDirectory() ? "folder" : "file";
    syncs.push({ of, found: found() });
    await onSync(of);
  });
});
afterEach(() => void vi.restoreAllMocks());

const failWith = (code: string) => () => Promise.reject(Object.assign(new Error("from the disk"), { code }));

test("the bytes are on the disk before they have their name, and the name before it resolves", async () => {
  await writeWhole(folder, "a.json", 1);
  await writeWhole(folder, "a.json", 2);
  expect(syncs).toEqual([
    { of: "file", found: "nothing" },
    { of: "folder", found: "1" },
    { of: "file", found: "1" },
    { of: "folder", found: "2" },
  ]);
});

test("what the disk did not take leaves what was there", async () => {
  await writeWhole(folder, "a.json", 1);
  onSync = failWith("EIO");
  await expect(writeWhole(folder, "a.json", 2)).rejects.toThrow("from the disk");
  expect(found()).toBe("1");
});

test("a system that does not sync folders is told from a disk that fails", async () => {
  onSync = (of) => (of === "folder" ? failWith("EINVAL")() : Promise.resolve());
  await writeWhole(folder, "a.json", 1);
  onSync = (of) => (of === "folder" ? failWith("EIO")() : Promise.resolve());
  await expect(writeWhole(folder, "a.json", 2)).rejects.toThrow("from the disk");
});

test.each([
  ["half of it", '[{ "name": "what Ann'],
  ["nothing", ""],
  ["something else", '[{ "name": "@acme/connector", "version": 1 }]'],
])("a record that holds %s is told by its path, without what it holds", async (_what, text) => {
  await writeWhole(folder, "installed.json", []);
  await writeWhole(folder, "seen-revocations.json", { sequence: 1 });
  for (const [file, read] of [
    ["installed.json", () => readRecords(folder)],
    ["seen-revocations.json", () => new SeenRevocations(folder).sequence()],
  ] as const) {
    writeFileSync(join(folder, file), text);
    const error: unknown = await read().catch((one: unknown) => one);
    expect(error).toMatchObject({ code: "PLUGIN_RECORD_DAMAGED", details: { path: join(folder, file) } });
    expect(String(error)).not.toContain("Ann");
    expect(readFileSync(join(folder, file), "utf8")).toBe(text);
  }
});
