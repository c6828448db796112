import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type IndexEntry,
  indexEntryOf,
  isListedAs,
  type Refusal,
  type VerifiedPackage,
  verifyPackage,
  type VerifyOptions,
} from "@plugboard/marketplace";
import { readFileOf, readTextOf } from "../packages/read-file-of.js";
import { CliError } from "../shell/cli-error.js";

/** A listing of a market's folder that may be in its index. */
export interface ListedPackage {
  readonly entry: IndexEntry;
  /** Without its files: a market has thousands. */
  readonly verified: Pick<VerifiedPackage, "listing" | "keyId" | "tiers">;
}

export interface VerifiedListings {
  readonly listed: readonly ListedPackage[];
  readonly leftOut: readonly { readonly path: string; readonly refusals: readonly Refusal[] }[];
}

/**
 * Every listing of a market's folder with its tarball, in the order of their paths.
 * @param before - entries of the last index: what was listed keeps its day, by which an expired key still counts.
 * @param onNext - told before each one.
 */
export async function verifyListings(
  market: string,
  options: Omit<VerifyOptions, "listing" | "listedAtMs">,
  before: readonly IndexEntry[],
  onNext: (path: string, number: number, count: number) => void,
): Promise<VerifiedListings> {
  const known = new Map(before.map((entry) => [entry.listing, entry]));
  const listed: ListedPackage[] = [];
  const leftOut: { path: string; refusals: readonly Refusal[] }[] = [];
  const paths = await pathsIn(join(market, "listings"));
  for (const [index, path] of paths.entries()) {
    onNext(path, index + 1, paths.length);
    const listing = await readTextOf(join(market, "listings", path), "the listing");
    const tarball = await readFileOf(join(market, "tarballs", path.replace(/\.json$/, ".tgz")), "the tarball");
    const earlier = known.get(`listings/${path}`);
    const listedAtMs =
      earlier !== undefined && isListedAs(earlier, listing) ? Date.parse(earlier.listedAt) : options.nowMs;
    const result = await verifyPackage(tarball, { ...options, listing, listedAtMs });
    if (!result.verified) {
      leftOut.push({ path, refusals: result.refusals });
      continue;
    }
    const entry = indexEntryOf(result, listing, listedAtMs);
    if (entry.listing !== `listings/${path}`)
      throw new CliError(`listings/${path} is of ${entry.name}@${entry.version}`, `move it to ${entry.listing}`);
    listed.push({ entry, verified: { listing: result.listing, keyId: result.keyId, tiers: result.tiers } });
  }
  return { listed, leftOut };
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(() => {
    throw new CliError(`${folder} is not there`, "put entries there with `plugboard publish`");
  });
  return paths.filter((path) => path.endsWith(".json")).sort();
}
