import { z } from "zod";

const rangesSchema = z.record(z.string(), z.string()).default({});

/** What the checks read of package-lock.json (lockfileVersion 3). */
export const lockfileSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      /** Path of the workspace that a link stands for. */
      resolved: z.string().optional(),
      link: z.boolean().default(false),
      license: z.union([z.string(), z.looseObject({ type: z.string() }).transform(({ type }) => type)]).optional(),
      hasInstallScript: z.boolean().default(false),
      dependencies: rangesSchema,
      optionalDependencies: rangesSchema,
    }),
  ),
});
export type Lockfile = z.infer<typeof lockfileSchema>;
