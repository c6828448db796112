import { z } from "zod";

const secretSchema = z.string().min(8).max(4_096);

/** Secrets of a channel of the provider `whatsapp-meta`. */
export const metaCredentialsSchema = z.strictObject({
  /** A system user's token with `whatsapp_business_messaging` and `whatsapp_business_management`. */
  accessToken: secretSchema,
  /** The app's secret: signs webhooks. */
  appSecret: secretSchema,
  /** Said back in the handshake when the webhook's address is set; chosen by the account. */
  verifyToken: secretSchema,
});
export type MetaCredentials = z.output<typeof metaCredentialsSchema>;
