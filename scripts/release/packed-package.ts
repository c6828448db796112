import { z } from "zod";

/** A tarball as `packages.json` beside it lists it. */
export const packedPackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Its file name. */
  file: z.string(),
  /** Its sha512 as npm writes it: `"sha512-…"`. */
  integrity: z.string(),
  sizeBytes: z.number(),
  /** Position in the order of publishing; packages of one level do not need each other. */
  level: z.number(),
});
export type PackedPackage = z.infer<typeof packedPackageSchema>;
