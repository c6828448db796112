import { z } from "zod";

/** A channel's secrets. */
export const ednaCredentialsSchema = z.strictObject({
  /** Of the edna Pulse account, sent as `x-api-key`. */
  apiKey: z.string().min(8).max(256),
  /** The generated webhook key, as copied when it was made; edna shows it once. Left out where edna sends none. */
  webhookKey: z.string().min(16).max(256).optional(),
  /** Last part of the webhook's address, a second factor beside the key: made by the host, at least 128 bits. */
  webhookPathSecret: z.string().regex(/^[A-Za-z0-9_-]{22,128}$/),
});
export type EdnaCredentials = z.output<typeof ednaCredentialsSchema>;
