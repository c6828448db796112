import { ArchiveProblem } from "../files/archive-problem.js";
import { integrityOf } from "../files/integrity.js";
import { readFolder } from "../files/read-folder.js";
import { readTarball } from "../files/read-tarball.js";
import { type ComputedTier, computeTier } from "../listing/compute-tier.js";
import { evidenceSchema } from "../listing/evidence.js";
import type { Listing } from "../listing/listing.js";
import { readTrust } from "../trust/read-trust.js";
import type { RevocationList } from "../trust/revocation-list.js";
import type { Trust } from "../trust/trust.js";
import { checkFiles } from "./check-files.js";
import { type Refusal, refusal } from "./refusal.js";
import { verifyDocument } from "./verify-document.js";
import { verifyListing } from "./verify-listing.js";
import type { VerifyOptions } from "./verify-options.js";

/** A level with whose word it rests on. */
export interface VerifiedTier extends ComputedTier {
  readonly provider: string;
  /** `publisher`: the publisher ran the kit; `examiner`: somebody the host trusts for it did. */
  readonly examinedBy: "publisher" | "examiner";
}

/** A package that may run. */
export interface VerifiedPackage {
  readonly verified: true;
  readonly listing: Listing;
  /** The key the listing is signed with. */
  readonly keyId: string;
  /** What was checked, by path: write these with {@link writeFiles}, do not read the archive again. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly tiers: readonly VerifiedTier[];
  /** The list it was held against: no older one is to be taken later. Nothing where none is needed. */
  readonly revocations: RevocationList | undefined;
}

/** A package that may not run. */
export interface RefusedPackage {
  readonly verified: false;
  readonly refusals: readonly Refusal[];
  /** As of {@link VerifiedPackage}, where it came to that: the list that revokes a package is to be remembered before any other. */
  readonly revocations?: RevocationList | undefined;
}

export type Verification = VerifiedPackage | RefusedPackage;

/**
 * Whether a package may run, decided offline and before a line of it does: the listing's signature, key and publisher, the revocation list, the
 * version, then the bytes. A folder is held against the signed list of files; a tarball against its integrity as well.
 * @param source - bytes of the tarball, or path of the unpacked package.
 */
export async function verifyPackage(source: Uint8Array | string, options: VerifyOptions): Promise<Verification> {
  const trust = readTrust(options.trust);
  const read = verifyListing({ ...options, trust });
  if ("refusals" in read) return { verified: false, ...read };
  const { listing, keyId, revocations } = read;
  const { integrity, dependencies } = listing.package;
  if (typeof source !== "string" && integrityOf(source) !== integrity)
    return { verified: false, refusals: [refusal("INTEGRITY_MISMATCH", listing.package.name)], revocations };
  let files: ReadonlyMap<string, Uint8Array>;
  try {
    files =
      typeof source === "string"
        ? await readFolder(source, {
            skipsModules: Object.keys(dependencies).length > 0,
            ...(options.limits === undefined ? {} : { limits: options.limits }),
          })
        : await readTarball(source, options.limits);
  } catch (error) {
    if (!(error instanceof ArchiveProblem)) throw error;
    return { verified: false, refusals: [refusal("ARCHIVE_UNSAFE", error.message)], revocations };
  }
  const refusals = checkFiles(files, listing, options.environment);
  if (refusals.length > 0) return { verified: false, refusals, revocations };
  return {
    verified: true,
    listing,
    keyId,
    files,
    revocations,
    tiers: tiersOf(listing, revocations, { ...options, trust }),
  };
}

function tiersOf(
  listing: Listing,
  revocations: RevocationList | undefined,
  { trust: { examinerKeys }, ...options }: VerifyOptions & { readonly trust: Trust },
): VerifiedTier[] {
  const examined = (options.examinations ?? []).flatMap((text) => {
    const read = verifyDocument("evidence", text, evidenceSchema, examinerKeys, options.nowMs);
    if (read === undefined || revocations?.keys.some(({ keyId }) => keyId === read.keyId) === true) return [];
    return [read.document];
  });
  return listing.providers.map(({ manifest, evidence }) => {
    const independent = examined.find(
      (one) => one.provider === manifest.id && one.integrity === listing.package.integrity,
    );
    return {
      provider: manifest.id,
      examinedBy: independent === undefined ? "publisher" : "examiner",
      ...computeTier(manifest, independent ?? evidence, listing.package.integrity),
    };
  });
}
