import { z } from "zod";

/** What host and gateway share. */
export const webrtcCredentialsSchema = z.strictObject({
  /** The gateway's `apiKey`. */
  apiKey: z.string().min(32).max(256),
  /** The gateway's `webhook.secret`: `whsec_` and base64. */
  webhookSecret: z.string().regex(/^(?:whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/),
});
export type WebrtcCredentials = z.infer<typeof webrtcCredentialsSchema>;
