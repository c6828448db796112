import { z } from "zod";

/** A channel's secrets: of the region the channel is in, each has its own. */
export const twilioCredentialsSchema = z.strictObject({
  /** Of the account: Twilio signs webhooks with it, whatever the API is called with. While it is rotated, the previous one verifies too. */
  authToken: z.string().min(32).max(128),
  /** An API key to call with instead of the auth token, as Twilio recommends. */
  apiKey: z
    .strictObject({
      /** `SK…`. */
      sid: z.string().regex(/^SK[0-9a-fA-F]{32}$/),
      /** Shown once, when the key is made. */
      secret: z.string().min(16),
    })
    .optional(),
});
export type TwilioCredentials = z.output<typeof twilioCredentialsSchema>;
