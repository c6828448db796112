import { constants, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { ArchiveProblem } from "./archive-problem.js";
import { pathProblem } from "./path-problem.js";

/** The instant npm gives every file of a package, so that two builds are equal. */
const MODIFIED_AT = new Date("1985-10-26T08:15:00.000Z");

/**
 * An npm tarball that depends on nothing but the files: sorted, one owner, one mode, one time. Two runs of one Node give the same bytes; another
 * zlib may pack the same archive otherwise.
 * @param files - content by path, relative to the package's folder.
 * @throws {ArchiveProblem} a path that {@link readTarball} would refuse.
 */
export async function packTarball(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const archive = pack();
  const chunks: Uint8Array[] = [];
  const collected = (async () => {
    for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  })();
  for (const path of [...files.keys()].sort()) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw new ArchiveProblem(`${JSON.stringify(path)}: ${problem}`);
    const facts = { name: `package/${path}`, mode: 0o644, mtime: MODIFIED_AT, uid: 0, gid: 0, uname: "", gname: "" };
    archive.entry(facts, Buffer.from(files.get(path) ?? new Uint8Array()));
  }
  archive.finalize();
  await collected;
  const zipped = gzipSync(Buffer.concat(chunks), { level: constants.Z_BEST_COMPRESSION });
  // RFC 1952: byte 9 names the operating system; 255 is "unknown".
  zipped[9] = 255;
  return zipped;
}
