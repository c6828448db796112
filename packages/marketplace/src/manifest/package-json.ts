import { valid } from "semver";
import { z } from "zod";
import { plugboardFieldSchema } from "./plugboard-field.js";

const rangesSchema = z.record(z.string(), z.string()).default({});

/** A name npm takes for a package, scoped or not. */
export const packageNameSchema = z
  .string()
  .max(214)
  .regex(/^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9-][a-z0-9._-]*$/);

/** One that compares: of `1.0.0-01`, which is none, no range holds, not even that of a revocation of all versions. */
export const semverSchema = z
  .string()
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?$/)
  .refine((version) => valid(version) === version, "is no semantic version");

/** What is read of a connector's package.json; the rest passes unread. */
export const packageJsonSchema = z.object({
  name: packageNameSchema,
  version: semverSchema,
  description: z.string().max(1_000).optional(),
  license: z.string().max(200).optional(),
  keywords: z.array(z.string()).default([]),
  engines: rangesSchema,
  scripts: rangesSchema,
  dependencies: rangesSchema,
  optionalDependencies: rangesSchema,
  peerDependencies: rangesSchema,
  /** Native code is built when a package with it is installed, without any script being named. */
  gypfile: z.boolean().optional(),
  plugboard: plugboardFieldSchema,
});
export type PackageJson = z.infer<typeof packageJsonSchema>;
