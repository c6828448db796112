import { isDeepStrictEqual } from "node:util";
import { satisfies } from "semver";
import { listFiles } from "../files/list-files.js";
import type { Listing } from "../listing/listing.js";
import { INSTALL_SCRIPTS } from "../manifest/install-scripts.js";
import { packageJsonSchema } from "../manifest/package-json.js";
import { packageManifestSchema } from "../manifest/package-manifest.js";
import { parsePayload } from "../signing/parse-payload.js";
import { type Refusal, refusal } from "./refusal.js";

/** Whether these are the files of the listing, and its package.json and manifest say what it says. */
export function checkFiles(
  files: ReadonlyMap<string, Uint8Array>,
  listing: Listing,
  environment: { readonly node?: string } = {},
): Refusal[] {
  const found = listFiles(files);
  const signed = new Map(listing.package.files.map((file) => [file.path, file]));
  const differing = [
    ...found.filter((file) => !isDeepStrictEqual(file, signed.get(file.path))).map(({ path }) => path),
    ...listing.package.files.filter(({ path }) => !files.has(path)).map(({ path }) => path),
  ];
  // Nothing of a changed package is read any further.
  if (differing.length > 0) return [refusal("FILES_DIFFER", differing.slice(0, 5).join(", "))];

  const { name, version, dependencies } = listing.package;
  const packageJson = parsePayload(files.get("package.json") ?? new Uint8Array(), packageJsonSchema);
  if (packageJson === undefined || packageJson.name !== name || packageJson.version !== version)
    return [refusal("PACKAGE_JSON_INVALID", "package.json")];
  const refusals: Refusal[] = [];
  const brought = { ...packageJson.optionalDependencies, ...packageJson.dependencies };
  if (!isDeepStrictEqual(brought, dependencies)) refusals.push(refusal("CLAIMS_DIFFER", "dependencies"));
  const scripts = Object.keys(packageJson.scripts).filter((script) => INSTALL_SCRIPTS.includes(script));
  if (packageJson.gypfile === true || files.has("binding.gyp")) scripts.push("binding.gyp");
  if (scripts.length > 0) refusals.push(refusal("INSTALL_SCRIPT", scripts.join(", ")));
  const wanted = packageJson.engines["node"];
  if (environment.node !== undefined && wanted !== undefined && !satisfies(environment.node, wanted))
    refusals.push(refusal("ENGINE_UNFIT", `wants ${wanted}, is ${environment.node}`));
  const path = packageJson.plugboard.manifest.slice(2);
  const manifest = parsePayload(files.get(path) ?? new Uint8Array(), packageManifestSchema);
  const listed = listing.providers.map(({ entry, exportName, manifest: signedManifest, subProcessors }) => ({
    entry,
    exportName,
    manifest: signedManifest,
    ...(subProcessors === undefined ? {} : { subProcessors }),
  }));
  if (manifest === undefined || !isDeepStrictEqual(manifest.providers, listed))
    refusals.push(refusal("MANIFEST_DIFFERS", path));
  return refusals;
}
