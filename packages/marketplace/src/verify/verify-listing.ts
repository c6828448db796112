import { isDeepStrictEqual } from "node:util";
import { gt, satisfies } from "semver";
import { z } from "zod";
import type { Listing } from "../listing/listing.js";
import { listingSchema } from "../listing/listing.js";
import { countriesOf } from "../manifest/countries.js";
import { isCoreFit } from "../manifest/is-core-fit.js";
import { isVersionRange } from "../manifest/is-version-range.js";
import { permissionsOf } from "../manifest/permissions.js";
import { unfitContracts } from "../manifest/unfit-contracts.js";
import { isSignedBy } from "../signing/is-signed-by.js";
import { parsePayload } from "../signing/parse-payload.js";
import { readEnvelope } from "../signing/read-envelope.js";
import { isAllowedName } from "../trust/is-allowed-name.js";
import { keyProblem } from "../trust/key-problem.js";
import { readTrust } from "../trust/read-trust.js";
import type { RevocationList } from "../trust/revocation-list.js";
import { readRevocations } from "./read-revocations.js";
import { type Refusal, refusal } from "./refusal.js";
import type { VerifyOptions } from "./verify-options.js";

/** A listing whose signature, publisher and revocations were checked; not yet any file. */
export interface VerifiedListing {
  readonly listing: Listing;
  readonly keyId: string;
  /** The revocation list it was held against; nothing where none is needed. */
  readonly revocations: RevocationList | undefined;
}

/** A listing that may not be believed. */
export interface RefusedListing {
  readonly refusals: readonly Refusal[];
  /** As of {@link VerifiedListing}, where it came to that. */
  readonly revocations?: RevocationList | undefined;
}

/** Whether a listing may be believed: signature, key, publisher, revocation, version, and that it claims no less than its manifest. */
export function verifyListing(options: VerifyOptions): VerifiedListing | RefusedListing {
  const trust = readTrust(options.trust);
  const envelope = readEnvelope("listing", options.listing);
  if (envelope === undefined) return { refusals: [refusal("LISTING_UNREADABLE", "listing")] };
  const { keyId } = envelope;
  const publisher = trust.publishers.find(({ keys }) => keys.some((key) => key.keyId === keyId));
  const key = publisher?.keys.find((one) => one.keyId === keyId);
  if (publisher === undefined || key === undefined) return { refusals: [refusal("KEY_UNKNOWN", keyId)] };
  // Nothing of the payload is read before this.
  if (!isSignedBy(envelope, key)) return { refusals: [refusal("SIGNATURE_INVALID", keyId)] };
  const listing = parsePayload(envelope.payload, listingSchema);
  if (listing === undefined) return { refusals: unreadable(envelope.payload) };

  const refusals: Refusal[] = [];
  const refuse = (code: Refusal["code"], subject: string): void => void refusals.push(refusal(code, subject));
  const { name, version } = listing.package;
  const spelled = `${name}@${version}`;
  const wrongTime = keyProblem(key, options.listedAtMs ?? options.nowMs);
  if (wrongTime !== undefined) refuse(wrongTime, keyId);
  if (listing.publisher.id !== publisher.id || !isAllowedName(publisher.packages, name))
    refuse("PUBLISHER_WRONG", spelled);
  const { list, refusal: noList } = readRevocations(options.revocations, trust, options);
  if (noList !== undefined) refusals.push(noList);
  if (list?.keys.some((one) => one.keyId === keyId)) refuse("KEY_REVOKED", keyId);
  if (list?.packages.some((one) => one.name === name && isRevoked(version, one.versions)))
    refuse("PACKAGE_REVOKED", spelled);
  if (
    options.installedVersion !== undefined &&
    gt(options.installedVersion, version) &&
    options.allowsDowngrade !== true
  )
    refuse("VERSION_DOWNGRADED", `${spelled}, installed ${options.installedVersion}`);
  for (const { manifest, permissions, dataCountries } of listing.providers) {
    const honest =
      isDeepStrictEqual(permissions, permissionsOf(manifest)) &&
      isDeepStrictEqual(dataCountries, countriesOf(manifest));
    if (!honest) refuse("CLAIMS_DIFFER", manifest.id);
    const core = options.environment?.core;
    if (core !== undefined && !isCoreFit(core, manifest.coreRange))
      refuse("CORE_UNFIT", `${manifest.id}: wants ${manifest.coreRange}, is ${core}`);
  }
  return refusals.length > 0 ? { refusals, revocations: list } : { listing, keyId, revocations: list };
}

/** Why a signed listing cannot be read: most likely it is of another time. */
function unreadable(payload: Uint8Array): readonly Refusal[] {
  const unfit = unfitContracts(parsePayload(payload, z.unknown()));
  if (unfit.length === 0) return [refusal("LISTING_UNREADABLE", "listing")];
  return unfit.map(({ id, wanted, actual }) => refusal("CONTRACT_UNFIT", `${id}: wants ${wanted}, is ${actual}`));
}

/** A range that cannot be read revokes everything: the list is the marketplace's word, and its word is no. */
function isRevoked(version: string, range: string): boolean {
  return !isVersionRange(range) || satisfies(version, range, { includePrerelease: true });
}
