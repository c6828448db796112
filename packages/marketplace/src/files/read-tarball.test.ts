import { gzipSync } from "node:zlib";
import { pack, type Headers } from "tar-stream";
import { describe, expect, test } from "vitest";
import { sampleFiles } from "../__fixtures__/sample-package.js";
import { packTarball } from "./pack-tarball.js";
import { readTarball } from "./read-tarball.js";

type Entry = Partial<Headers> & { readonly name: string; readonly content?: string };

async function archiveOf(entries: readonly Entry[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { content = "", ...header } of entries) archive.entry(header, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

describe("an archive is refused", () => {
  test.each<[string, Entry]>([
    ["for a symbolic link", { name: "package/a", type: "symlink", linkname: "/etc/passwd" }],
    ["for a hard link", { name: "package/a", type: "link", linkname: "package/b" }],
    ["for a device", { name: "package/a", type: "character-device" }],
    ["for a pipe", { name: "package/a", type: "fifo" }],
    ["for a path that climbs", { name: "package/../../etc/cron.d/x" }],
    ["for a path that climbs inside", { name: "package/dist/../x.js" }],
    ["for an absolute path", { name: "/etc/passwd" }],
    ["for a drive", { name: "package/C:/x" }],
    ["for a backslash", { name: "package/dist\\..\\x" }],
    ["for a null byte's neighbour, a line feed", { name: "package/a\nb" }],
    ["for a name that looks like another", { name: "package/dist/indеx.js" }],
    ["for a device of Windows", { name: "package/nul.js" }],
    ["for something beside the folder", { name: "other/a.js" }],
    ["for a folder that climbs", { name: "package/../x/", type: "directory" }],
  ])("%s", async (_name, entry) => {
    await expect(readTarball(await archiveOf([entry]))).rejects.toMatchObject({ name: "ArchiveProblem" });
  });

  test("for two entries of one name, also in another case", async () => {
    const twice = await archiveOf([
      { name: "package/a.js", content: "1" },
      { name: "package/A.js", content: "2" },
    ]);
    await expect(readTarball(twice)).rejects.toThrow("twice");
  });

  test("for a name that is a file and a folder, also in another case", async () => {
    const both = await archiveOf([{ name: "package/dist", content: "1" }, { name: "package/Dist/a/b.js" }]);
    await expect(readTarball(both)).rejects.toThrow("dist: is a file and a folder");
  });

  test("for a bomb, before it is unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1_048_576));
    const before = process.memoryUsage().rss;
    await expect(readTarball(bomb)).rejects.toThrow("more than is allowed");
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1_048_576);
  });

  test("for too many files", async () => {
    const many = await archiveOf(Array.from({ length: 12 }, (_, index) => ({ name: `package/${index}.js` })));
    const limits = { maxArchiveBytes: 1e6, maxUnpackedBytes: 1e6, maxFiles: 10, maxRatio: 200 };
    await expect(readTarball(many, limits)).rejects.toThrow("too many");
  });

  test.each([
    ["no gzip", Buffer.from("not an archive")],
    ["cut short", gzipSync(Buffer.alloc(2_000, "x")).subarray(0, 20)],
    ["no tar", gzipSync(Buffer.alloc(2_000, "x"))],
  ])("when it is none: %s", async (_name, bytes) => {
    await expect(readTarball(bytes)).rejects.toMatchObject({ name: "ArchiveProblem" });
  });
});

describe("an archive of ours", () => {
  test("has the same bytes whenever it is packed, in whatever order", async () => {
    const files = sampleFiles();
    const reversed = new Map([...files].reverse());
    expect(await packTarball(reversed)).toEqual(await packTarball(files));
  });

  test("gives back what was put in", async () => {
    const files = sampleFiles();
    expect(new Map(await readTarball(await packTarball(files)))).toEqual(files);
  });

  test("is not made of what would not be read", async () => {
    await expect(packTarball(new Map([["../x", new Uint8Array()]]))).rejects.toThrow("climbs");
  });
});
