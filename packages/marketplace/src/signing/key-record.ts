import { instantSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { keyIdSchema } from "./envelope.js";

/** A public key, and when signatures made with it count. */
export const keyRecordSchema = z.strictObject({
  keyId: keyIdSchema,
  /** Base64 of the 32 bytes of an Ed25519 public key (RFC 8032). */
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  validFrom: instantSchema,
  validUntil: instantSchema,
});
export type KeyRecord = z.infer<typeof keyRecordSchema>;
