import { z } from "zod";

const text = z.string().optional();

/** What became of a message. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export const twilioStatusSchema = z.object({
  MessageSid: z.string().min(1).max(64),
  MessageStatus: z.string(),
  /** `whatsapp:+4930…`: the person. */
  To: text,
  /** The sender, the same way. */
  From: text,
  ErrorCode: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  /** `READ` where the channel told so. */
  EventType: text,
});
export type TwilioStatus = z.output<typeof twilioStatusSchema>;

/** A message of a person. https://www.twilio.com/docs/messaging/guides/webhook-request */
export const twilioMessageSchema = z.object({
  MessageSid: z.string().min(1).max(64),
  From: z.string(),
  To: z.string(),
  Body: text,
  NumMedia: z
    .string()
    .regex(/^\d{1,2}$/)
    .optional(),
  ProfileName: text,
  /** `whatsapp:DE.1234`: the person's business-scoped id. */
  ExternalUserId: text,
  ButtonText: text,
  ButtonPayload: text,
  ListId: text,
  ListTitle: text,
  Latitude: text,
  Longitude: text,
  Address: text,
  Label: text,
  OriginalRepliedMessageSid: text,
  /**
   * `STOP`, `START` or `HELP`: Twilio took the text for one of the words that the account's messaging service has for it, and answered it itself. Such
   * services treat WhatsApp senders as numbers. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
   */
  OptOutType: text,
});
export type TwilioMessage = z.output<typeof twilioMessageSchema>;
