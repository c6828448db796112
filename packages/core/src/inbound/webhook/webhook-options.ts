import { z } from "zod";

/** How providers reach the webhooks; schemes that sign the address they called (Twilio) are verified with it. */
export const webhookOptionsSchema = z.lazy(() =>
  z.strictObject({
    /**
     * Address under which the webhooks are mounted, as providers see it: `"https://hooks.example.com/api"` for
     * `https://hooks.example.com/api/webhooks/<channel>`. Without it the address is made of the request itself.
     */
    publicBaseUrl: z
      .url({ protocol: /^https?$/ })
      .refine((url) => !/[?#]/.test(url), "without query and fragment")
      .optional(),
    /**
     * Whether `x-forwarded-proto` and `x-forwarded-host` are believed. Only behind a proxy that sets both itself: anyone else's could be sent by
     * the caller. A field with several values is not used.
     */
    trustForwarded: z.boolean().default(false),
  }),
);
export type WebhookOptions = z.infer<typeof webhookOptionsSchema>;
export type WebhookOptionsInput = z.input<typeof webhookOptionsSchema>;
