import { createHash } from "node:crypto";
import { z } from "zod";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";

export const CREDENTIAL_COLLECTION = "credentials";

/** Whose credentials, and what they are called. Without a channel every channel of the account may use them. */
export const credentialNameSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    channelId: idSchema.optional(),
    /** As in the channel's configuration (`secret`). */
    name: z.string().min(1).max(200),
  }),
);
export type CredentialName = z.infer<typeof credentialNameSchema>;

/** One set of credentials, sealed by a data key of its own, which is wrapped by a key of the ring. Base64. */
const sealedVersionSchema = z.lazy(() =>
  z.strictObject({
    version: z.int().min(1),
    createdAt: instantSchema,
    /** Of the previous set: accepted until then. */
    until: instantSchema.optional(),
    keyId: z.string().min(1).max(200),
    wrappedKey: z.base64(),
    sealed: z.base64(),
  }),
);
export type SealedVersion = z.infer<typeof sealedVersionSchema>;

/** Credentials as the store keeps them: nothing of them can be read without the key ring. */
export const credentialRecordSchema = z.lazy(() =>
  credentialNameSchema.unwrap().extend({
    format: z.literal(1),
    /** Of the newest set there ever was. */
    lastVersion: z.int().min(0),
    /** The current set and, during a rotation, the one before; none when revoked. */
    versions: z.array(sealedVersionSchema).max(2),
    revokedAt: instantSchema.optional(),
    /** Keyed hash over all of the above, by the current set's key: also what can be read was not changed. */
    proof: z.string(),
  }),
);
export type CredentialRecord = z.infer<typeof credentialRecordSchema>;

/** Id of the document: the same for the same owner and name, and another for everybody else. */
export function credentialId({ accountId, channelId, name }: CredentialName): string {
  return createHash("sha256")
    .update(JSON.stringify([accountId, channelId ?? null, name]))
    .digest("hex");
}

/** What a sealed set is bound to: it comes open for this owner, name and version alone. */
export function credentialContext({ accountId, channelId, name }: CredentialName, version: number): Uint8Array {
  return Buffer.from(JSON.stringify(["plugboard credential 1", accountId, channelId ?? null, name, version]));
}
