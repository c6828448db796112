import { slugSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { keyRecordSchema } from "../signing/key-record.js";

/**
 * Whom a host trusts, and with what; kept by whoever runs the host, never taken from the place the packages come from.
 */
export const trustSchema = z.strictObject({
  publishers: z
    .array(
      z.strictObject({
        id: slugSchema,
        /** Names this publisher may sign: exact, or everything of a scope (`"@acme/*"`). */
        packages: z.array(z.string().regex(/^(?:@[a-z0-9-][a-z0-9._-]*\/)?(?:\*|[a-z0-9-][a-z0-9._-]*)$/)).min(1),
        keys: z.array(keyRecordSchema).min(1),
      }),
    )
    .default([]),
  /** Keys that sign indexes and revocation lists. */
  marketplaceKeys: z.array(keyRecordSchema).default([]),
  /** Keys of those who run the kit themselves; evidence they sign counts as independent. */
  examinerKeys: z.array(keyRecordSchema).default([]),
  /** False lets packages in without a revocation list: only where there is no marketplace at all. */
  needsRevocations: z.boolean().default(true),
});
export type Trust = z.infer<typeof trustSchema>;
/** As it is written: defaults may be left out. */
export type TrustInput = z.input<typeof trustSchema>;
