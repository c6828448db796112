import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { readFileOf } from "../packages/read-file-of.js";
import { CliError } from "../shell/cli-error.js";
import { exitCodes } from "../shell/exit-codes.js";

/**
 * Puts a version into a market's folder, the tarball before the entry that speaks of it, each whole or not at all: who looks meanwhile finds no entry without
 * its bytes. The same bytes again take a new entry, with further evidence, say.
 * @throws {CliError} other bytes are published under this version: hosts verified those.
 */
export async function putVersion(
  paths: { readonly listing: string; readonly tarball: string },
  listing: string,
  tarball: Uint8Array,
): Promise<void> {
  if (existsSync(paths.tarball)) {
    const published = await readFileOf(paths.tarball, "the tarball that is published");
    if (Buffer.compare(published, tarball) !== 0)
      throw new CliError(
        `${paths.tarball} is published already, and holds other bytes`,
        "raise the version in package.json and pack again; a version that must not run any more goes into `plugboard revocations`",
        exitCodes.notRight,
      );
  } else await put(paths.tarball, tarball);
  await put(paths.listing, listing);
}

async function put(path: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, bytes, { flush: true });
  await rename(`${path}.new`, path);
}
