import { z } from "zod";

const secretSchema = z.string().min(32).max(512);

/** Secrets of a live chat channel, made by the host: at least 32 characters of randomness each. */
export const livechatCredentialsSchema = z.strictObject({
  /** Signs the sessions of visitors. After a rotation the one before is still believed, as long as the secrets port names it. */
  sessionSecret: secretSchema,
  /** Shared with the website's own server, which signs who its visitor is; see `signVisitorIdentity`. */
  identitySecret: secretSchema.optional(),
});
export type LivechatCredentials = z.output<typeof livechatCredentialsSchema>;
