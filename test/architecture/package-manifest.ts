import { z } from "zod";

const rangesSchema = z.record(z.string(), z.string()).default({});

/** What the checks read of a package.json; the rest passes unread. */
export const packageManifestSchema = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  private: z.boolean().default(false),
  license: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  engines: rangesSchema,
  files: z.array(z.string()).default([]),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  scripts: rangesSchema,
  dependencies: rangesSchema,
  optionalDependencies: rangesSchema,
  peerDependencies: rangesSchema,
  devDependencies: rangesSchema,
});
export type PackageManifest = z.infer<typeof packageManifestSchema>;
