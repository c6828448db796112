import { instantSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { packageNameSchema } from "../manifest/package-json.js";
import { keyIdSchema } from "../signing/envelope.js";

/** What must not run any more, signed by the marketplace. Served beside the index, and good without a network until `expiresAt`. */
export const revocationListSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Grows by every issue; a list with a smaller one than was seen before is refused. */
  sequence: z.int().min(0),
  issuedAt: instantSchema,
  expiresAt: instantSchema,
  keys: z.array(z.strictObject({ keyId: keyIdSchema, revokedAt: instantSchema, reason: z.string().min(1).max(500) })),
  packages: z.array(
    z.strictObject({
      name: packageNameSchema,
      /** npm range of the versions that are revoked; `"*"` for all. */
      versions: z.string().min(1).max(200),
      revokedAt: instantSchema,
      reason: z.string().min(1).max(500),
    }),
  ),
});
export type RevocationList = z.infer<typeof revocationListSchema>;
