import { z } from "zod";

const text = z.string().optional();
const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .optional();

/** What became of a message. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export const twilioStatusSchema = z.object({
  MessageSid: z.string().min(1).max(64),
  MessageStatus: z.string(),
  To: text,
  From: text,
  MessagingServiceSid: text,
  ErrorCode: number,
});
export type TwilioStatus = z.output<typeof twilioStatusSchema>;

/** A message of a person. https://www.twilio.com/docs/messaging/guides/webhook-request */
export const twilioMessageSchema = z.object({
  MessageSid: z.string().min(1).max(64),
  From: z.string(),
  To: z.string(),
  Body: text,
  NumMedia: number,
  NumSegments: text,
  OptOutType: text,
  /** Which messaging service the number belongs to, where it does. */
  MessagingServiceSid: text,
});
export type TwilioMessage = z.output<typeof twilioMessageSchema>;

/** A call's webhook: the request for TwiML, and every callback about it. https://www.twilio.com/docs/voice/twiml#request-parameters */
export const twilioCallSchema = z.object({
  CallSid: z.string().min(1).max(64),
  CallStatus: text,
  Direction: text,
  From: text,
  To: text,
  Timestamp: text,
  SequenceNumber: number,
  CallDuration: number,
  SipResponseCode: number,
  Digits: text,
  SpeechResult: text,
  Confidence: text,
  AnsweredBy: text,
  DialCallStatus: text,
  QueueResult: text,
  RecordingSid: text,
  RecordingStatus: text,
  RecordingDuration: number,
  ErrorCode: number,
});
export type TwilioCallForm = z.output<typeof twilioCallSchema>;
