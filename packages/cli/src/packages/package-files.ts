import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { exitCodes } from "../shell/exit-codes.js";

const listSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** PEM of any kind of private key (RFC 7468), as the whole of a file. */
const PRIVATE_KEY = /^\s*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;

/**
 * The files npm would publish, by npm's own rules; none of the package's scripts run.
 * @param isTarball - whether a path is one that `pack` wrote: it would hold the one before, and that one the one before it.
 * @throws {CliError} a private key is among them.
 */
export async function packageFiles(
  folder: string,
  isTarball: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await promisify(execFile)(npm, ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"], {
    cwd: folder,
    maxBuffer: 64 * 1_048_576,
  }).catch(() => {
    throw new CliError(`npm cannot list the files of ${folder}`, "run `npm pack --dry-run` there: it says why");
  });
  const [list] = listSchema.parse(JSON.parse(stdout));
  const files = new Map<string, Uint8Array>();
  for (const { path } of list?.files ?? []) {
    if (isTarball(path)) continue;
    const bytes = await readFile(join(folder, path));
    if (PRIVATE_KEY.test(bytes.toString("latin1", 0, 200)))
      throw new CliError(
        `${path} is a private key, and would be published`,
        "keep it outside of the package, or name what is published in `files` of package.json",
        exitCodes.notRight,
      );
    files.set(path, bytes);
  }
  return files;
}
