import { z } from "zod";

/** A channel's secrets. */
export const httpProviderCredentialsSchema = z.strictObject({
  /** Sent as a bearer token. */
  apiKey: z.string().min(8),
  /** Signs webhooks, as Standard Webhooks writes it: `whsec_` and at least 24 bytes in base64. */
  webhookSecret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/),
});
export type HttpProviderCredentials = z.output<typeof httpProviderCredentialsSchema>;
