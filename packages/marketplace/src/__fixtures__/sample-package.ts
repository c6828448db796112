import { packTarball } from "../files/pack-tarball.js";
import { createListing, type CreateListingOptions } from "../listing/create-listing.js";
import type { Listing } from "../listing/listing.js";
import { createSigningKey } from "../signing/create-signing-key.js";
import { signPayload } from "../signing/sign-payload.js";
import type { RevocationList } from "../trust/revocation-list.js";
import type { TrustInput } from "../trust/trust.js";
import type { VerifyOptions } from "../verify/verify-options.js";
import { sampleManifest } from "./sample-manifest.js";

export const NOW_MS = Date.UTC(2026, 10, 22);
export const DAY_MS = 86_400_000;

const valid = { fromMs: NOW_MS - 30 * DAY_MS, untilMs: NOW_MS + 300 * DAY_MS };
export const publisherKey = createSigningKey(valid);
export const marketplaceKey = createSigningKey(valid);
export const examinerKey = createSigningKey(valid);
export const strangerKey = createSigningKey(valid);

export const trust: TrustInput = {
  publishers: [{ id: "post", packages: ["@post/*"], keys: [publisherKey.record] }],
  marketplaceKeys: [marketplaceKey.record],
  examinerKeys: [examinerKey.record],
};

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value, undefined, 2));

/** Files of a connector; what is given is put in, or taken out where it is undefined. */
export function sampleFiles(changes: Readonly<Record<string, unknown>> = {}): Map<string, Uint8Array> {
  const packageJson = {
    name: "@post/provider-post-sms",
    version: "1.2.0",
    description: "SMS through Post SMS",
    license: "MIT",
    type: "module",
    keywords: ["plugboard-provider"],
    engines: { node: ">=20.19" },
    exports: "./dist/index.js",
    plugboard: { manifest: "./dist/plugboard.json" },
  };
  const manifest = {
    formatVersion: 1,
    providers: [{ entry: ".", exportName: "postSms", manifest: sampleManifest() }],
  };
  const files = {
    "package.json": packageJson,
    "dist/plugboard.json": manifest,
    "dist/index.js": "export const postSms = {};\n",
    ...changes,
  };
  return new Map(
    Object.entries(files).flatMap(([path, value]) => (value === undefined ? [] : [[path, bytes(value)] as const])),
  );
}

/** package.json of {@link sampleFiles} with changes. */
export function samplePackageJson(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = Buffer.from(sampleFiles().get("package.json") ?? []).toString("utf8");
  return { ...(JSON.parse(text) as Record<string, unknown>), ...changes };
}

export function revocationsWith(changes: Partial<RevocationList> = {}, key = marketplaceKey): string {
  const list: RevocationList = {
    formatVersion: 1,
    sequence: 7,
    issuedAt: new Date(NOW_MS - DAY_MS).toISOString(),
    expiresAt: new Date(NOW_MS + DAY_MS).toISOString(),
    keys: [],
    packages: [],
    ...changes,
  };
  return signPayload("revocations", list, key.privateKeyPem);
}

export interface SignedSample {
  readonly tarball: Uint8Array;
  readonly listing: Listing;
  /** All that makes it verify. */
  readonly options: VerifyOptions;
}

/** A package whose signature, trust and revocation list fit. */
export async function signedSample({
  files = sampleFiles(),
  key = publisherKey,
  listing: changes = {},
  change = (listing: Listing): Listing => listing,
}: {
  readonly files?: ReadonlyMap<string, Uint8Array>;
  readonly key?: typeof publisherKey;
  readonly listing?: Partial<CreateListingOptions>;
  readonly change?: (listing: Listing) => Listing;
} = {}): Promise<SignedSample> {
  const tarball = await packTarball(files);
  const publisher = { id: "post", name: "Post SMS GmbH" };
  const listing = change(await createListing(tarball, { publisher, nowMs: NOW_MS - DAY_MS, ...changes }));
  return {
    tarball,
    listing,
    options: {
      listing: signPayload("listing", listing, key.privateKeyPem),
      trust,
      revocations: revocationsWith(),
      environment: { node: "20.19.0", core: "0.1.0" },
      nowMs: NOW_MS,
    },
  };
}
