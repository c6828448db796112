import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleManifest } from "../__fixtures__/sample-manifest.js";
import {
  DAY_MS,
  examinerKey,
  marketplaceKey,
  NOW_MS,
  publisherKey,
  revocationsWith,
  sampleFiles,
  samplePackageJson,
  type SignedSample,
  signedSample,
  strangerKey,
  trust,
} from "../__fixtures__/sample-package.js";
import { integrityOf } from "../files/integrity.js";
import { listFiles } from "../files/list-files.js";
import { packTarball } from "../files/pack-tarball.js";
import { writeFiles } from "../files/write-files.js";
import type { Listing } from "../listing/listing.js";
import { signPayload } from "../signing/sign-payload.js";
import type { VerifyOptions } from "./verify-options.js";
import { verifyPackage } from "./verify-package.js";

/** The codes of a refusal, or "verified". */
async function codesOf(source: Uint8Array | string, options: VerifyOptions): Promise<string> {
  const result = await verifyPackage(source, options);
  return result.verified ? "verified" : result.refusals.map(({ code }) => code).join(" ");
}

/** A listing made by hand for files that createListing itself would not take. */
async function forced(files: ReadonlyMap<string, Uint8Array>): Promise<SignedSample> {
  const tarball = await packTarball(files);
  const signed = await signedSample({
    change: (listing) => ({
      ...listing,
      package: {
        ...listing.package,
        integrity: integrityOf(tarball),
        sizeBytes: tarball.byteLength,
        files: listFiles(files),
      },
    }),
  });
  return { ...signed, tarball };
}

let sample: SignedSample;
beforeAll(async () => {
  sample = await signedSample();
});

describe("a package as its publisher signed it", () => {
  test("verifies, and gives back the files that were checked", async () => {
    const result = await verifyPackage(sample.tarball, sample.options);
    expect(result).toMatchObject({ verified: true, keyId: publisherKey.record.keyId });
    expect(result.verified && [...result.files]).toEqual([...sampleFiles()].sort(([a], [b]) => (a < b ? -1 : 1)));
  });

  test("of which the tarball is another, even with the same files", async () => {
    const repacked = await packTarball(sampleFiles({ "README.md": "more" }));
    expect(await codesOf(repacked, sample.options)).toBe("INTEGRITY_MISMATCH");
  });
});

describe("the signature", () => {
  const resigned = (change: (listing: Listing) => Listing): string =>
    signPayload("listing", change(sample.listing), publisherKey.privateKeyPem);

  test.each<[string, () => Partial<VerifyOptions>, string]>([
    ["of nobody", () => ({ listing: JSON.stringify(sample.listing) }), "LISTING_UNREADABLE"],
    [
      "of a stranger",
      () => ({ listing: signPayload("listing", sample.listing, strangerKey.privateKeyPem) }),
      "KEY_UNKNOWN",
    ],
    [
      "of the marketplace, which publishes nothing",
      () => ({ listing: signPayload("listing", sample.listing, marketplaceKey.privateKeyPem) }),
      "KEY_UNKNOWN",
    ],
    [
      "made for another kind of document",
      () => ({ listing: signPayload("evidence", sample.listing, publisherKey.privateKeyPem) }),
      "LISTING_UNREADABLE",
    ],
    [
      "that names the publisher's key but is a stranger's",
      () => ({
        listing: signPayload("listing", sample.listing, strangerKey.privateKeyPem).replace(
          strangerKey.record.keyId,
          publisherKey.record.keyId,
        ),
      }),
      "SIGNATURE_INVALID",
    ],
    ["written another way", () => ({ listing: ` ${sample.options.listing}` }), "LISTING_UNREADABLE"],
    [
      "of a publisher that is not this package's",
      () => ({
        trust: { ...trust, publishers: [{ id: "post", packages: ["@other/*"], keys: [publisherKey.record] }] },
      }),
      "PUBLISHER_WRONG",
    ],
    [
      "whose listing names somebody else",
      () => ({ listing: resigned((listing) => ({ ...listing, publisher: { id: "acme", name: "Acme" } })) }),
      "PUBLISHER_WRONG",
    ],
    [
      "after the key expired",
      () => ({ nowMs: NOW_MS + 301 * DAY_MS, trust: { ...trust, needsRevocations: false } }),
      "",
    ],
    ["before the key counts", () => ({ listedAtMs: NOW_MS - 31 * DAY_MS }), "KEY_NOT_YET_VALID"],
    [
      "of a revoked key",
      () => ({
        revocations: revocationsWith({
          keys: [{ keyId: publisherKey.record.keyId, revokedAt: "2026-11-21T00:00:00Z", reason: "stolen" }],
        }),
      }),
      "KEY_REVOKED",
    ],
  ])("%s is refused", async (_name, change, code) => {
    const options = { ...sample.options, ...change() };
    if (code !== "") return expect(await codesOf(sample.tarball, options)).toBe(code);
    const { revocations: _none, ...withoutList } = options;
    expect(await codesOf(sample.tarball, withoutList)).toBe("KEY_EXPIRED");
  });

  test("of an expired key still counts for what the marketplace listed before", async () => {
    const late = NOW_MS + 301 * DAY_MS;
    const freshKey = { ...marketplaceKey, record: { ...marketplaceKey.record, validUntil: "2030-01-01T00:00:00Z" } };
    const options = {
      ...sample.options,
      nowMs: late,
      listedAtMs: NOW_MS,
      trust: { ...trust, marketplaceKeys: [freshKey.record] },
      revocations: revocationsWith({ expiresAt: "2029-01-01T00:00:00Z" }),
    };
    expect(await codesOf(sample.tarball, options)).toBe("verified");
  });
});

describe("the version", () => {
  test.each(["1.2.0-01", "1.2.0-a..b", "01.2.0"])(
    "%s compares with none, so that no revocation would hold it: it is refused",
    async (version) => {
      const { listing } = sample;
      const unheard = { ...listing, package: { ...listing.package, version } };
      const options = { ...sample.options, listing: signPayload("listing", unheard, publisherKey.privateKeyPem) };
      expect(await codesOf(sample.tarball, options)).toBe("LISTING_UNREADABLE");
    },
  );

  test("of core may be a prerelease of one in the range", async () => {
    const environment = { core: "0.1.1-next.0" };
    expect(await codesOf(sample.tarball, { ...sample.options, environment })).toBe("verified");
    const other = { environment: { core: "0.2.0-next.0" } };
    expect(await codesOf(sample.tarball, { ...sample.options, ...other })).toBe("CORE_UNFIT");
  });
});

describe("the revocation list", () => {
  test.each<[string, () => Partial<VerifyOptions>, string]>([
    [
      "with this version",
      () => ({
        revocations: revocationsWith({
          packages: [
            { name: "@post/provider-post-sms", versions: "<1.3.0", revokedAt: "2026-11-21T00:00:00Z", reason: "leak" },
          ],
        }),
      }),
      "PACKAGE_REVOKED",
    ],
    [
      "with a range nobody can read",
      () => ({
        revocations: revocationsWith({
          packages: [
            { name: "@post/provider-post-sms", versions: "all!", revokedAt: "2026-11-21T00:00:00Z", reason: "x" },
          ],
        }),
      }),
      "PACKAGE_REVOKED",
    ],
    ["signed by somebody else", () => ({ revocations: revocationsWith({}, publisherKey) }), "REVOCATIONS_INVALID"],
    [
      "that has expired",
      () => ({ revocations: revocationsWith({ expiresAt: new Date(NOW_MS - 1).toISOString() }) }),
      "REVOCATIONS_STALE",
    ],
    ["older than one seen before", () => ({ minimumSequence: 8 }), "REVOCATIONS_STALE"],
  ])("%s refuses", async (_name, change, code) => {
    expect(await codesOf(sample.tarball, { ...sample.options, ...change() })).toBe(code);
  });

  test("that is absent refuses, unless the host said that there is none", async () => {
    const { revocations: _none, ...options } = sample.options;
    expect(await codesOf(sample.tarball, options)).toBe("REVOCATIONS_MISSING");
    const alone = { ...options, trust: { ...trust, needsRevocations: false } };
    expect(await codesOf(sample.tarball, alone)).toBe("verified");
  });
});

describe("the version", () => {
  test("below the installed one is refused, unless it is allowed", async () => {
    const options = { ...sample.options, installedVersion: "1.10.0" };
    expect(await codesOf(sample.tarball, options)).toBe("VERSION_DOWNGRADED");
    expect(await codesOf(sample.tarball, { ...options, allowsDowngrade: true })).toBe("verified");
  });

  test.each([
    [{ core: "0.2.0" }, "CORE_UNFIT"],
    [{ node: "18.20.0" }, "ENGINE_UNFIT"],
  ])("of what it runs on: %o", async (environment, code) => {
    expect(await codesOf(sample.tarball, { ...sample.options, environment })).toBe(code);
  });
});

test("a listing of another version of the contract is refused by its name, and one that is none as unreadable", async () => {
  const { tarball, listing, options } = await signedSample();
  const providers = listing.providers.map((one) => ({
    ...one,
    manifest: { ...one.manifest, specificationVersion: "v2" },
  }));
  const verify = async (document: object) => {
    const signed = signPayload("listing", document, publisherKey.privateKeyPem);
    const result = await verifyPackage(tarball, { ...options, listing: signed });
    return result.verified ? [] : result.refusals.map(({ code, subject }) => [code, subject]);
  };
  expect(await verify({ ...listing, providers })).toEqual([["CONTRACT_UNFIT", "post-sms: wants v2, is v1"]]);
  expect(await verify({ ...listing, formatVersion: 9 })).toEqual([["LISTING_UNREADABLE", "listing"]]);
});

describe("a listing that says less than the package does", () => {
  test.each<[string, (listing: Listing) => Listing, string]>([
    [
      "permissions left out",
      (listing) => ({ ...listing, providers: listing.providers.map((one) => ({ ...one, permissions: [] })) }),
      "CLAIMS_DIFFER",
    ],
    [
      "countries left out",
      (listing) => ({
        ...listing,
        providers: listing.providers.map((one) => ({
          ...one,
          dataCountries: { countries: [], chosenByAccount: false },
        })),
      }),
      "CLAIMS_DIFFER",
    ],
    [
      "another manifest than the file's",
      (listing) => ({
        ...listing,
        providers: listing.providers.map((one) => ({ ...one, manifest: sampleManifest({ name: "Other" }) })),
      }),
      "MANIFEST_DIFFERS",
    ],
    [
      "dependencies left out or made up",
      (listing) => ({ ...listing, package: { ...listing.package, dependencies: { zod: "^4.0.0" } } }),
      "CLAIMS_DIFFER",
    ],
  ])("%s", async (_name, change, code) => {
    const { tarball, options } = await signedSample({ change });
    expect(await codesOf(tarball, options)).toBe(code);
  });
});

describe("a package signed by its publisher that no host takes", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "an install script",
      { "package.json": samplePackageJson({ scripts: { postinstall: "node x.js" } }) },
      "INSTALL_SCRIPT",
    ],
    ["native code", { "binding.gyp": "{}" }, "INSTALL_SCRIPT"],
    ["another name", { "package.json": samplePackageJson({ name: "@post/other" }) }, "PACKAGE_JSON_INVALID"],
    ["another version", { "package.json": samplePackageJson({ version: "1.2.1" }) }, "PACKAGE_JSON_INVALID"],
    ["no manifest", { "dist/plugboard.json": undefined }, "MANIFEST_DIFFERS"],
  ])("%s", async (_name, changes, code) => {
    const { tarball, options } = await forced(sampleFiles(changes));
    expect(await codesOf(tarball, options)).toBe(code);
  });
});

describe("an unpacked package", () => {
  let room: string;
  beforeAll(async () => {
    room = await mkdtemp(join(tmpdir(), "plugboard-marketplace-"));
  });
  afterAll(() => rm(room, { recursive: true, force: true }));

  async function unpacked(name: string): Promise<string> {
    const folder = join(room, name);
    await writeFiles(sampleFiles(), folder);
    return folder;
  }

  test("verifies against the list of files", async () => {
    expect(await codesOf(await unpacked("whole"), sample.options)).toBe("verified");
  });

  test("with a further file is refused", async () => {
    const folder = await unpacked("further");
    await writeFile(join(folder, "dist/extra.js"), "");
    expect(await codesOf(folder, sample.options)).toBe("FILES_DIFFER");
  });

  test("with a link is refused, wherever it points", async () => {
    const folder = await unpacked("linked");
    await rm(join(folder, "dist/index.js"));
    await symlink(join(room, "whole/dist/index.js"), join(folder, "dist/index.js"));
    expect(await codesOf(folder, sample.options)).toBe("ARCHIVE_UNSAFE");
  });

  test("without a file is refused", async () => {
    const folder = await unpacked("lacking");
    await rm(join(folder, "dist/index.js"));
    expect(await codesOf(folder, sample.options)).toBe("FILES_DIFFER");
  });
});

describe("the level", () => {
  const evidenceOf = (integrity: string) => ({
    formatVersion: 1 as const,
    provider: "post-sms",
    version: "1.2.0",
    integrity,
    testkitVersion: "0.1.0",
    ranAt: "2026-11-21T00:00:00Z",
    checks: ["manifest-complete", "capabilities", "content-carried", "content-bounds", "wire-fidelity", "egress-hosts"]
      .concat(["transfer-ends", "border", "close"])
      .map((rule) => ({ check: `${rule}.one`, rule, result: "passed" as const })),
    departures: [],
  });

  test("comes from evidence of exactly this tarball", async () => {
    const evidence = [evidenceOf(integrityOf(sample.tarball))];
    const { tarball, options } = await signedSample({ listing: { evidence } });
    expect(await verifyPackage(tarball, options)).toMatchObject({
      tiers: [{ tier: "bronze", examinedBy: "publisher" }],
    });
    expect(await verifyPackage(sample.tarball, sample.options)).toMatchObject({ tiers: [{ tier: "none" }] });
  });

  test("says so when somebody trusted for it ran the kit, and takes no stranger's word", async () => {
    const evidence = evidenceOf(integrityOf(sample.tarball));
    const signedBy = (pem: string): VerifyOptions => ({
      ...sample.options,
      examinations: [signPayload("evidence", evidence, pem)],
    });
    const trusted = await verifyPackage(sample.tarball, signedBy(examinerKey.privateKeyPem));
    expect(trusted).toMatchObject({ tiers: [{ tier: "bronze", examinedBy: "examiner" }] });
    const stranger = await verifyPackage(sample.tarball, signedBy(strangerKey.privateKeyPem));
    expect(stranger).toMatchObject({ tiers: [{ tier: "none", examinedBy: "publisher" }] });
  });

  test("takes no word of an examiner whose key was revoked", async () => {
    const evidence = evidenceOf(integrityOf(sample.tarball));
    const { keyId } = examinerKey.record;
    const result = await verifyPackage(sample.tarball, {
      ...sample.options,
      examinations: [signPayload("evidence", evidence, examinerKey.privateKeyPem)],
      revocations: revocationsWith({ keys: [{ keyId, revokedAt: "2026-11-21T00:00:00Z", reason: "stolen" }] }),
    });
    expect(result).toMatchObject({ tiers: [{ tier: "none", examinedBy: "publisher" }] });
  });
});
