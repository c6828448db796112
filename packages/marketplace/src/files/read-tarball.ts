import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Headers } from "tar-stream";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.js";
import { ArchiveProblem } from "./archive-problem.js";
import { pathProblem } from "./path-problem.js";

/** The one folder npm puts everything in. */
const ROOT = "package/";
/** Ratio says nothing about a few kilobytes. */
const SMALL_BYTES = 1_048_576;

/**
 * Reads an npm tarball in memory: regular files only, each once, below `package/`, within the limits. Nothing is written and nothing is run.
 * @returns content by path, without `package/`.
 * @throws {ArchiveProblem} a link, device or other entry, a path that leaves the folder, two names for one file, a bomb, or no archive at all.
 */
export async function readTarball(
  tarball: Uint8Array,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Map<string, Uint8Array>> {
  if (tarball.byteLength > limits.maxArchiveBytes) throw new ArchiveProblem("the archive is too large");
  const files = new Map<string, Uint8Array>();
  const folded = new Set<string>();
  const allowance = Math.min(limits.maxUnpackedBytes, Math.max(SMALL_BYTES, tarball.byteLength * limits.maxRatio));
  let unpacked = 0;
  const archive = extract();
  const unzip = createGunzip();
  // Counted before tar sees a byte: padding and headers count too.
  unzip.on("data", (chunk: Buffer) => {
    unpacked += chunk.byteLength;
    if (unpacked > allowance) unzip.destroy(new ArchiveProblem("unpacks to more than is allowed"));
  });
  unzip.pause();
  const reading = (async () => {
    for await (const entry of archive) {
      const path = pathOf(entry.header);
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
      if (path === undefined) continue;
      // Some systems write both to one file.
      const name = path.toLowerCase();
      if (folded.has(name)) throw new ArchiveProblem(`${path}: is there twice`);
      folded.add(name);
      files.set(path, Buffer.concat(chunks));
      if (files.size > limits.maxFiles) throw new ArchiveProblem("has too many files");
    }
  })();
  try {
    await Promise.all([pipeline(Readable.from([tarball]), unzip, archive), reading]);
  } catch (error) {
    archive.destroy();
    await reading.catch(() => undefined);
    if (error instanceof ArchiveProblem) throw error;
    throw new ArchiveProblem("is no tar.gz archive", { cause: error });
  }
  for (const path of folded)
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      if (folded.has(path.slice(0, end))) throw new ArchiveProblem(`${path.slice(0, end)}: is a file and a folder`);
  return files;
}

/** @returns undefined for a folder, which is made when a file needs it. */
function pathOf(header: Headers): string | undefined {
  const shown = JSON.stringify(header.name.slice(0, 100));
  if (header.type !== "file" && header.type !== "directory")
    throw new ArchiveProblem(`${shown}: is a ${String(header.type)}, not a file`);
  if (header.linkname) throw new ArchiveProblem(`${shown}: is a link`);
  if (header.type === "directory") {
    const folder = header.name.replace(/\/$/, "");
    if (folder !== "package" && (!folder.startsWith(ROOT) || pathProblem(folder) !== undefined))
      throw new ArchiveProblem(`${shown}: leaves the folder`);
    return undefined;
  }
  if (!header.name.startsWith(ROOT)) throw new ArchiveProblem(`${shown}: is not below ${ROOT}`);
  const path = header.name.slice(ROOT.length);
  const problem = pathProblem(path);
  if (problem !== undefined) throw new ArchiveProblem(`${shown}: ${problem}`);
  return path;
}
