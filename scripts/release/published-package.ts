import { z } from "zod";

const rangesSchema = z.record(z.string(), z.string()).default({});

/** What the release reads of a package.json. */
export const publishedPackageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().default(false),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  bin: rangesSchema,
  dependencies: rangesSchema,
  peerDependencies: rangesSchema,
});

/** A package of this repository that is published. */
export type PublishedPackage = z.infer<typeof publishedPackageSchema> & {
  /** Relative to the root: `"packages/core"`. */
  readonly folder: string;
};
