import { z } from "zod";

const senderSchema = z.string().regex(/^\+[1-9][0-9]{6,14}$/);

/** A channel's settings. */
export const twilioSettingsSchema = z.strictObject({
  /** `AC…`, as the Twilio Console shows it. */
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  /** The WhatsApp sender, E.164. */
  from: senderSchema,
  /**
   * Further senders of the account that are this channel's: a message may name one as its `sender`, and what people write to them is taken. Any other sender of the
   * account may be another customer's: nothing is sent from it, and what comes for it is acknowledged and left.
   */
  otherSenders: z.array(senderSchema).max(100).optional(),
  /**
   * Where the host takes this channel's webhooks, as Twilio reaches it. Every message names it as its `StatusCallback` with our reference in the query:
   * the only proof of a message whose answer was lost.
   */
  webhookUrl: z.url({ protocol: /^https$/ }).max(2_000),
});
export type TwilioSettings = z.output<typeof twilioSettingsSchema>;
/** As it is written: defaults may be left out. */
export type TwilioSettingsInput = z.input<typeof twilioSettingsSchema>;
