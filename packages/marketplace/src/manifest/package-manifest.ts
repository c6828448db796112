import { isDeepStrictEqual } from "node:util";
import { providerManifestSchema, subProcessorSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** One provider of a package: where its code is, and all it says of itself. */
export const packagedProviderSchema = z.strictObject({
  /** Subpath of the package's `exports`: `"."`, `"./meta"`. */
  entry: z.string().regex(/^\.(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/),
  /** Name under which the entry exports the provider. */
  exportName: z.string().regex(/^[A-Za-z_$][\w$]{0,99}$/),
  manifest: providerManifestSchema,
  /** Whom data is passed on to, where the manifest does not name them itself. Absent in both: the manifest names the document. */
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
  )
  .refine(
    ({ providers }) =>
      providers.every(
        ({ manifest, subProcessors }) =>
          subProcessors === undefined ||
          manifest.subProcessors === undefined ||
          isDeepStrictEqual(subProcessors, manifest.subProcessors),
      ),
    "the manifest and the list beside it name other sub-processors",
  );
export type PackageManifest = z.infer<typeof packageManifestSchema>;
