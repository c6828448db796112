import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  ArchiveProblem,
  isCoreFit,
  type PackageJson,
  packageJsonSchema,
  type PackageManifest,
  packageManifestSchema,
  readFolder,
  readTarball,
  unfitContracts,
  verifyPackage,
} from "@plugboard/marketplace";
import { satisfies } from "semver";
import { fingerprintOf } from "./fingerprint-of.js";
import { PluginError } from "./plugin-error.js";
import type { InstallOptions, PluginsOptions } from "./plugin-options.js";
import type { PluginSource } from "./plugin-source.js";
import type { SeenRevocations } from "./seen-revocations.js";

/** A package that may run, as data. */
export interface CheckedPackage {
  readonly packageJson: PackageJson;
  /** package.json as it is: `exports` is read from it. */
  readonly rawPackageJson: Readonly<Record<string, unknown>>;
  readonly manifest: PackageManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly fingerprint: string;
  /** Where it lies already; nothing when it has to be written first. */
  readonly inPlace: string | undefined;
}

/** What the host knows of a package from before. */
export interface KnownBefore {
  readonly installedVersion?: string;
  /** When it was verified first. Milliseconds since the epoch. */
  readonly verifiedAtMs?: number;
}

const require = createRequire(import.meta.url);

/**
 * Reads a package and decides whether it may run here, without running any of it: signature, publisher, revocation, integrity, manifest; the version
 * of core and Node it wants.
 * @throws {PluginError} `PLUGIN_REFUSED` with every reason.
 */
export async function checkedPackage(
  source: PluginSource,
  { verification, now = Date.now }: PluginsOptions,
  { listing, allowsDowngrade }: InstallOptions,
  seen: SeenRevocations,
  { installedVersion, verifiedAtMs }: KnownBefore = {},
): Promise<CheckedPackage> {
  const inPlace = "installed" in source ? installedFolder(source) : undefined;
  const bytesOrFolder = "tarball" in source ? source.tarball : (inPlace ?? ("folder" in source ? source.folder : ""));
  const environment = { node: process.versions.node, core: coreVersion() };
  let files: ReadonlyMap<string, Uint8Array>;
  if ("unverified" in verification) files = await readUnsigned(bytesOrFolder);
  else {
    if (listing === undefined)
      throw refused(["LISTING_MISSING: the host verifies packages, and none came with this one"]);
    const revocations = await verification.revocations?.();
    const result = await verifyPackage(bytesOrFolder, {
      listing,
      trust: verification.trust,
      environment,
      nowMs: now(),
      ...(revocations === undefined ? {} : { revocations }),
      minimumSequence: Math.max(await seen.sequence(), verification.minimumSequence ?? 0),
      ...(verifiedAtMs === undefined ? {} : { listedAtMs: verifiedAtMs }),
      ...(installedVersion === undefined ? {} : { installedVersion }),
      ...(allowsDowngrade === undefined ? {} : { allowsDowngrade }),
    });
    // Before anything follows from it, and also where it is what keeps the package from running.
    if (result.revocations !== undefined) await seen.note(result.revocations.sequence);
    if (!result.verified) throw refused(result.refusals.map(({ code, subject }) => `${code}: ${subject}`));
    files = result.files;
  }
  return { ...readPackage(files, environment), files, fingerprint: fingerprintOf(files), inPlace };
}

async function readUnsigned(bytesOrFolder: Uint8Array | string): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    return typeof bytesOrFolder === "string"
      ? await readFolder(bytesOrFolder, { skipsModules: true })
      : await readTarball(bytesOrFolder);
  } catch (error) {
    if (error instanceof ArchiveProblem) throw refused([`ARCHIVE_UNSAFE: ${error.message}`]);
    throw error;
  }
}

function readPackage(
  files: ReadonlyMap<string, Uint8Array>,
  environment: { readonly node: string; readonly core: string },
) {
  const raw = jsonOf(files.get("package.json"));
  const packageJson = packageJsonSchema.safeParse(raw);
  if (!packageJson.success || !isRecord(raw)) throw refused(["PACKAGE_JSON_INVALID: package.json"]);
  const path = packageJson.data.plugboard.manifest.slice(2);
  const published = jsonOf(files.get(path));
  const manifest = packageManifestSchema.safeParse(published);
  if (!manifest.success) {
    const unfit = unfitContracts(published).map(
      ({ id, wanted, actual }) => `CONTRACT_UNFIT: ${id} wants contract ${wanted}, actual ${actual}`,
    );
    throw refused(unfit.length > 0 ? unfit : [`MANIFEST_INVALID: ${path}`], packageJson.data.name);
  }
  const refusals: string[] = [];
  const { node } = packageJson.data.engines;
  if (node !== undefined && !satisfies(environment.node, node))
    refusals.push(`ENGINE_UNFIT: wants Node ${node}, actual ${environment.node}`);
  for (const { manifest: one } of manifest.data.providers)
    if (!isCoreFit(environment.core, one.coreRange))
      refusals.push(`CORE_UNFIT: ${one.id} wants @plugboard/core ${one.coreRange}, actual ${environment.core}`);
  if (refusals.length > 0) throw refused(refusals, packageJson.data.name);
  return { packageJson: packageJson.data, rawPackageJson: raw, manifest: manifest.data };
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Looked for as Node does, but by the folder: few packages name their package.json among their exports. */
function installedFolder({ installed, from }: { readonly installed: string; readonly from: string }): string {
  const folder = (createRequire(from).resolve.paths(installed) ?? [])
    .map((modules) => join(modules, installed))
    .find((one) => existsSync(join(one, "package.json")));
  if (folder === undefined) throw new PluginError("PLUGIN_UNKNOWN", { package: installed });
  return realpathSync(folder);
}

function coreVersion(): string {
  const { version } = packageJsonSchema.pick({ version: true }).parse(require("@plugboard/core/package.json"));
  return version;
}

function refused(refusals: readonly string[], name?: string): PluginError {
  return new PluginError("PLUGIN_REFUSED", { ...(name === undefined ? {} : { package: name }), refusals });
}
