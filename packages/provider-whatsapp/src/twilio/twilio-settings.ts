import { z } from "zod";

/** A channel's settings. */
export const twilioSettingsSchema = z.strictObject({
  /** `AC…`, as the Twilio Console shows it. */
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  /** The WhatsApp sender, E.164. */
  from: z.string().regex(/^\+[1-9][0-9]{6,14}$/),
  /**
   * Where the host takes this channel's webhooks, as Twilio reaches it. Every message names it as its `StatusCallback` with our reference in the query:
   * the only proof of a message whose answer was lost.
   */
  webhookUrl: z.url({ protocol: /^https$/ }).max(2_000),
});
export type TwilioSettings = z.output<typeof twilioSettingsSchema>;
/** As it is written: defaults may be left out. */
export type TwilioSettingsInput = z.input<typeof twilioSettingsSchema>;
