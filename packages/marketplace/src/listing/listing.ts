import { instantSchema, slugSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { fileListSchema } from "../files/file-list.js";
import { integritySchema } from "../files/integrity.js";
import { dataCountriesSchema } from "../manifest/countries.js";
import { packageNameSchema, semverSchema } from "../manifest/package-json.js";
import { packagedProviderSchema } from "../manifest/package-manifest.js";
import { permissionSchema } from "../manifest/permissions.js";
import { evidenceSchema } from "./evidence.js";

/** Where npm says a package was built (https://docs.npmjs.com/generating-provenance-statements): recorded, and not proved by this signature. */
export const provenanceSchema = z.strictObject({
  /** Predicate type of the attestation, e.g. `"https://slsa.dev/provenance/v1"`. */
  predicateType: z.url(),
  sourceRepository: z.url(),
  /** Commit the package was built from, hex. */
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** SHA-256 of the attestation bundle as the registry serves it. */
  bundleSha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** A provider as a listing shows it. `permissions` and `countries` follow from the manifest: a verifier computes them again. */
export const listedProviderSchema = z.strictObject({
  ...packagedProviderSchema.shape,
  permissions: z.array(permissionSchema).max(1_000),
  dataCountries: dataCountriesSchema,
  evidence: evidenceSchema.optional(),
});
export type ListedProvider = z.infer<typeof listedProviderSchema>;

/** What a publisher signs: which bytes, by whom, and all that a person is shown before they are installed (R17). */
export const listingSchema = z.strictObject({
  formatVersion: z.literal(1),
  package: z.strictObject({
    name: packageNameSchema,
    version: semverSchema,
    description: z.string().max(1_000).optional(),
    license: z.string().max(200).optional(),
    /** Of the tarball, byte for byte. */
    integrity: integritySchema,
    sizeBytes: z.int().min(1),
    files: fileListSchema,
    /** Ranges of what npm installs beside it. This signature does not cover them. */
    dependencies: z.record(packageNameSchema, z.string()),
  }),
  publisher: z.strictObject({ id: slugSchema, name: z.string().min(1).max(200) }),
  publishedAt: instantSchema,
  providers: z.array(listedProviderSchema).min(1).max(100),
  provenance: provenanceSchema.optional(),
});
export type Listing = z.infer<typeof listingSchema>;
