import { stat } from "node:fs/promises";
import { join } from "node:path";
import {
  ArchiveProblem,
  listingSchema,
  type PackageManifest,
  packageJsonSchema,
  packageManifestSchema,
  readTarball,
} from "@plugboard/marketplace";
import { describeIssues } from "@plugboard/core/spec";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readFileOf, readTextOf } from "./read-file-of.js";

/** A package as its data shows it; nothing of it was run, and nothing verified. */
export interface Subject {
  readonly name: string;
  readonly version: string;
  readonly providers: PackageManifest["providers"];
}

const REMEDIES: Readonly<Record<string, string>> = { "package.json": "name the folder of a package" };
const envelopeSchema = z.object({ payloadType: z.string().includes("listing"), payload: z.string() });
const notOne = (path: string, why: string): CliError =>
  new CliError(`${path} is no connector: ${why}`, "make it with `plugboard pack`", exitCodes.notRight);

/** Reads a folder, a tarball or a signed listing. */
export async function readSubject(path: string): Promise<Subject> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) throw new CliError(`${path} is not there`, "name a folder, a tarball or a listing");
  if (path.endsWith(".json")) return fromListing(path, await readTextOf(path, "the listing"));
  try {
    const files = facts.isDirectory() ? undefined : await readTarball(await readFileOf(path, "the tarball"));
    const read = async (name: string): Promise<unknown> => {
      const bytes =
        files === undefined
          ? await readFileOf(join(path, name), "the package", REMEDIES[name] ?? "make it with `plugboard pack`")
          : files.get(name);
      if (bytes === undefined) throw notOne(path, `${name} is missing`);
      return JSON.parse(Buffer.from(bytes).toString("utf8"));
    };
    const packageJson = packageJsonSchema.safeParse(await read("package.json"));
    if (!packageJson.success) throw notOne(path, `package.json: ${describeIssues(packageJson.error).join("; ")}`);
    const manifest = packageManifestSchema.safeParse(await read(packageJson.data.plugboard.manifest.slice(2)));
    if (!manifest.success) throw notOne(path, `its manifest: ${describeIssues(manifest.error).join("; ")}`);
    const { name, version } = packageJson.data;
    return { name, version, providers: manifest.data.providers };
  } catch (error) {
    if (error instanceof ArchiveProblem || error instanceof SyntaxError) throw notOne(path, error.message);
    throw error;
  }
}

function fromListing(path: string, text: string): Subject {
  try {
    const { payload } = envelopeSchema.parse(JSON.parse(text));
    const listing = listingSchema.parse(JSON.parse(Buffer.from(payload, "base64").toString("utf8")));
    return { name: listing.package.name, version: listing.package.version, providers: listing.providers };
  } catch {
    throw notOne(path, "it is not a signed listing");
  }
}
