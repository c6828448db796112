import { countryCodeSchema, providerManifestSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** Somebody the provider passes personal data on to (GDPR Art. 28(2), (4)), as its own list names them. */
export const subProcessorSchema = z.strictObject({
  name: z.string().min(1).max(200),
  country: countryCodeSchema,
  purpose: z.string().min(1).max(500),
});
export type SubProcessor = z.infer<typeof subProcessorSchema>;

/** One provider of a package: where its code is, and all it says of itself. */
export const packagedProviderSchema = z.strictObject({
  /** Subpath of the package's `exports`: `"."`, `"./meta"`. */
  entry: z.string().regex(/^\.(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/),
  /** Name under which the entry exports the provider. */
  exportName: z.string().regex(/^[A-Za-z_$][\w$]{0,99}$/),
  manifest: providerManifestSchema,
  /** Absent where the provider publishes no list; its manifest names the document then. */
  subProcessors: z.array(subProcessorSchema).max(500).optional(),
});
export type PackagedProvider = z.infer<typeof packagedProviderSchema>;

/**
 * The file the `plugboard` field points to (`plugboard.json`): the manifests of all providers of a package, as data. `plugboard pack` writes it
 * from the definitions, so that a host reads it without running a line of the package, and refuses the package when the code says otherwise.
 */
export const packageManifestSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    providers: z.array(packagedProviderSchema).min(1).max(100),
  })
  .refine(
    ({ providers }) => new Set(providers.map(({ manifest }) => manifest.id)).size === providers.length,
    "two providers have the same id",
  );
export type PackageManifest = z.infer<typeof packageManifestSchema>;
