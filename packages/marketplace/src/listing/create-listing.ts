import { describeIssues } from "@plugboard/core/spec";
import { integrityOf } from "../files/integrity.js";
import { listFiles } from "../files/list-files.js";
import { readTarball } from "../files/read-tarball.js";
import { INSTALL_SCRIPTS } from "../manifest/install-scripts.js";
import { countriesOf } from "../manifest/countries.js";
import { packageJsonSchema } from "../manifest/package-json.js";
import { packageManifestSchema } from "../manifest/package-manifest.js";
import { permissionsOf } from "../manifest/permissions.js";
import type { Evidence } from "./evidence.js";
import { type Listing, listingSchema, type Provenance } from "./listing.js";
import { ListingProblem } from "./listing-problem.js";

export interface CreateListingOptions {
  readonly publisher: { readonly id: string; readonly name: string };
  readonly evidence?: readonly Evidence[];
  readonly provenance?: Provenance;
  readonly nowMs: number;
}

/**
 * Makes the listing of a tarball, from what is in it; sign it with {@link signPayload}.
 * @throws {ArchiveProblem} the tarball is one that no host would unpack.
 * @throws {ListingProblem} its package.json or manifest is not complete, or it has an install script.
 */
export async function createListing(tarball: Uint8Array, options: CreateListingOptions): Promise<Listing> {
  const files = await readTarball(tarball);
  const packageJson = packageJsonSchema.safeParse(readJson(files, "package.json"));
  if (!packageJson.success) throw new ListingProblem("package.json", describeIssues(packageJson.error));
  const { name, version, description, license, plugboard, scripts } = packageJson.data;
  const install = Object.keys(scripts).filter((script) => INSTALL_SCRIPTS.includes(script));
  if (install.length > 0)
    throw new ListingProblem("package.json", [`scripts.${install.join(", ")}: runs at installation`]);
  const path = plugboard.manifest.slice(2);
  const manifest = packageManifestSchema.safeParse(readJson(files, path));
  if (!manifest.success) throw new ListingProblem(path, describeIssues(manifest.error));
  if ([...files.keys()].some((one) => one.startsWith("node_modules/")))
    throw new ListingProblem("node_modules", ["bundle what the code needs into its files, or name it in dependencies"]);
  const integrity = integrityOf(tarball);
  return listingSchema.parse({
    formatVersion: 1,
    package: {
      name,
      version,
      ...(description === undefined ? {} : { description }),
      ...(license === undefined ? {} : { license }),
      integrity,
      sizeBytes: tarball.byteLength,
      files: listFiles(files),
      dependencies: { ...packageJson.data.optionalDependencies, ...packageJson.data.dependencies },
    },
    publisher: options.publisher,
    publishedAt: new Date(options.nowMs).toISOString(),
    providers: manifest.data.providers.map((provider) => {
      const evidence = options.evidence?.find((one) => one.provider === provider.manifest.id);
      if (evidence !== undefined && evidence.integrity !== integrity)
        throw new ListingProblem("evidence", [`${evidence.provider}: is of another tarball; run the kit on this one`]);
      return {
        ...provider,
        permissions: permissionsOf(provider.manifest),
        dataCountries: countriesOf(provider.manifest),
        ...(evidence === undefined ? {} : { evidence }),
      };
    }),
    ...(options.provenance === undefined ? {} : { provenance: options.provenance }),
  });
}

function readJson(files: ReadonlyMap<string, Uint8Array>, path: string): unknown {
  const bytes = files.get(path);
  if (bytes === undefined) throw new ListingProblem(path, ["is not in the tarball"]);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ListingProblem(path, ["is not JSON in UTF-8"]);
  }
}
