import { z } from "zod";

/** A channel's secrets. */
export const voximplantCredentialsSchema = z.strictObject({
  /** A service account's key: what `CreateKey` answers. https://voximplant.com/docs/guides/managementapi/authorization */
  serviceAccount: z.strictObject({
    /** The key's id. */
    keyId: z.string().min(8).max(128),
    /** PEM, RSA. */
    privateKey: z.string().startsWith("-----BEGIN"),
  }),
  /** The account's id once more, its API key, and the salt of its webhooks: what the hash of callbacks is made of. */
  accountId: z.string().regex(/^\d{1,15}$/),
  /** Of the account, part of the hash of callbacks. */
  apiKey: z.string().min(16).max(128),
  /** As set in the account's callback settings. */
  callbackSalt: z.string().min(8).max(40),
  /** The last part of the webhook's address: the second proof, since the hash covers no body. */
  webhookSecret: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/),
});
export type VoximplantCredentials = z.output<typeof voximplantCredentialsSchema>;
