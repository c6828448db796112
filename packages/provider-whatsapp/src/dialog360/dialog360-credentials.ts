import { z } from "zod";

/** Secrets of a channel of the provider `whatsapp-dialog360`. */
export const dialog360CredentialsSchema = z.strictObject({
  /** The number's API key, sent as `D360-API-KEY`. */
  apiKey: z.string().min(8).max(4_096),
  /** Chosen by the account; 360dialog posts it with every webhook, as the header that was set with the address. */
  webhookSecret: z
    .string()
    .min(16)
    .max(256)
    .regex(/^[\x21-\x7e]+$/),
});
export type Dialog360Credentials = z.output<typeof dialog360CredentialsSchema>;
