import { z } from "zod";
import { ALPHANUMERIC_SENDER } from "./alphanumeric-sender.js";
import { MESSAGING_SERVICE } from "./messaging-service.js";
import { twilioRegionSchema } from "./twilio-region.js";

const numberSchema = z.string().regex(/^\+[1-9][0-9]{6,14}$/);
const serviceSchema = z.string().regex(MESSAGING_SERVICE);

/** A channel's settings. */
export const twilioSettingsSchema = z.strictObject({
  /** `AC…`, as the Twilio Console shows it. */
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  /**
   * Who messages and calls come from: a number in E.164. For SMS alone also an alphanumeric sender id of up to 11 characters, or a messaging service
   * (`MG…`) that chooses one.
   * @see https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
   */
  from: z.union([numberSchema, serviceSchema, z.string().regex(ALPHANUMERIC_SENDER)]),
  /**
   * Further numbers, messaging services and short codes of the account that are this channel's: an SMS may name one as its `sender` and a call as its `callerId`, and
   * who writes to them or calls them is heard. Any other number of the account may be another customer's: nothing leaves from it, and what comes for it is left.
   */
  otherSenders: z
    .array(z.union([numberSchema, serviceSchema, z.string().regex(/^[0-9]{3,8}$/)]))
    .max(100)
    .optional(),
  /** Where the account's data is processed and stored. */
  region: twilioRegionSchema.default({ id: "us1", edge: "ashburn", countries: ["US"] }),
  /**
   * Where the host takes this channel's webhooks, as Twilio reaches it. Every message and call names it with our reference in the query: the only proof of
   * one whose answer was lost.
   */
  webhookUrl: z.url({ protocol: /^https$/ }).max(2_000),
});
export type TwilioSettings = z.output<typeof twilioSettingsSchema>;
/** As it is written: defaults may be left out. */
export type TwilioSettingsInput = z.input<typeof twilioSettingsSchema>;
