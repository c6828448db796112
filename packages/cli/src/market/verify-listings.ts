import { readdir, readFile } from "node:fs/promises";
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
import { CliError } from "../shell/cli-error.js";
import { systemCode } from "../shell/system-code.js";

/** A listing of a market's folder that may be in its index. */
export interface ListedPackage {
  readonly entry: IndexEntry;
  /** Without its files: a market has thousands. */
  readonly verified: Pick<VerifiedPackage, "listing" | "keyId" | "tiers">;
}

/** Why an entry of the folder is left out: the package is refused, or its files are not as a market has them. */
export type ListedProblem = Omit<Refusal, "code"> & {
  readonly code: Refusal["code"] | "FILE_UNREADABLE" | "LISTING_MISPLACED";
};

export interface LeftOut {
  readonly path: string;
  readonly refusals: readonly ListedProblem[];
}

export interface VerifiedListings {
  readonly listed: readonly ListedPackage[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Every listing of a market's folder with its tarball, in the order of their paths. One that is not right stops none of the others.
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
  const leftOut: LeftOut[] = [];
  const paths = await pathsIn(join(market, "listings"));
  for (const [index, path] of paths.entries()) {
    onNext(path, index + 1, paths.length);
    const found = await verifyListed(market, path, options, known.get(`listings/${path}`));
    if ("refusals" in found) leftOut.push({ path, refusals: found.refusals });
    else listed.push(found);
  }
  return { listed, leftOut };
}

async function verifyListed(
  market: string,
  path: string,
  options: Omit<VerifyOptions, "listing" | "listedAtMs">,
  earlier: IndexEntry | undefined,
): Promise<ListedPackage | Pick<LeftOut, "refusals">> {
  const files = { listing: join(market, "listings", path), tarball: join(market, "tarballs", tarballOf(path)) };
  const [listingBytes, tarball] = [await readOrProblem(files.listing), await readOrProblem(files.tarball)];
  if ("code" in listingBytes) return { refusals: [listingBytes] };
  if ("code" in tarball) return { refusals: [tarball] };
  const listing = Buffer.from(listingBytes).toString("utf8");
  const listedAtMs =
    earlier !== undefined && isListedAs(earlier, listing) ? Date.parse(earlier.listedAt) : options.nowMs;
  const result = await verifyPackage(tarball, { ...options, listing, listedAtMs });
  if (!result.verified) return { refusals: result.refusals };
  const entry = indexEntryOf(result, listing, listedAtMs);
  if (entry.listing !== `listings/${path}`) return { refusals: [misplaced(entry)] };
  return { entry, verified: { listing: result.listing, keyId: result.keyId, tiers: result.tiers } };
}

const tarballOf = (path: string): string => path.replace(/\.json$/, ".tgz");

async function readOrProblem(path: string): Promise<Uint8Array | ListedProblem> {
  try {
    return await readFile(path);
  } catch (error) {
    return {
      code: "FILE_UNREADABLE",
      subject: `${path}, ${systemCode(error) ?? "unreadable"}`,
      meaning: "a file of the entry is not there, or cannot be read",
      remedy: "publish the entry again with `plugboard publish`, or take its listing away",
    };
  }
}

const misplaced = ({ name, version, listing }: IndexEntry): ListedProblem => ({
  code: "LISTING_MISPLACED",
  subject: `${name}@${version}`,
  meaning: "the listing is not where the index would say",
  remedy: `move the listing to ${listing}, and its tarball likewise to tarballs/`,
});

async function pathsIn(folder: string): Promise<readonly string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(() => {
    throw new CliError(`${folder} is not there`, "put entries there with `plugboard publish`");
  });
  return paths.filter((path) => path.endsWith(".json")).sort();
}
