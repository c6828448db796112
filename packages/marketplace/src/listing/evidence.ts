import { idSchema, instantSchema, slugSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { integritySchema } from "../files/integrity.js";
import { semverSchema } from "../manifest/package-json.js";

/**
 * What the conformance kit found, bound to the tarball it was run on. The level is not in it: {@link computeTier} computes it from the checks.
 */
export const evidenceSchema = z.strictObject({
  formatVersion: z.literal(1),
  provider: slugSchema,
  version: semverSchema,
  /** Of the tarball whose code was checked. */
  integrity: integritySchema,
  /** Version of `@plugboard/provider-testkit`. */
  testkitVersion: semverSchema,
  ranAt: instantSchema,
  checks: z
    .array(
      z.strictObject({
        check: z.string().min(1).max(300),
        rule: idSchema,
        result: z.enum(["passed", "failed", "skipped"]),
      }),
    )
    .min(1)
    .max(5_000),
  departures: z.array(z.strictObject({ fault: z.string().max(200), reason: z.string().max(1_000) })).max(200),
});
export type Evidence = z.infer<typeof evidenceSchema>;
