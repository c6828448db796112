import { z } from "zod";

const number = z.string().regex(/^\+[1-9]\d{6,14}$/);
const address = z.union([number, z.string().regex(/^(?:sips?:|client:)\S+$/i)]);
const https = z.url({ protocol: /^https$/ });
const seconds = z.string().regex(/^\d{1,3}$/);

/** `POST Messages.json` of an SMS or MMS. https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export const messageFormSchema = z
  .strictObject({
    To: number,
    From: z.string().min(1).max(16).optional(),
    MessagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i)
      .optional(),
    Body: z.string().min(1).max(1_600).optional(),
    MediaUrl: z.url().optional(),
    StatusCallback: https,
    // A messaging service whose smart encoding is on would write other characters than it was handed (R8).
    SmartEncoded: z.literal("false"),
  })
  .refine((form) => form.Body !== undefined || form.MediaUrl !== undefined)
  .refine((form) => (form.From === undefined) !== (form.MessagingServiceSid === undefined));

/** `POST Calls.json`. https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
export const callFormSchema = z.strictObject({
  To: address,
  From: address,
  Twiml: z.string().min(1).max(4_000),
  Timeout: seconds,
  StatusCallback: https,
  StatusCallbackEvent: z.array(z.enum(["initiated", "ringing", "answered", "completed"])).min(1),
  MachineDetection: z.enum(["Enable", "DetectMessageEnd"]).optional(),
  AsyncAmd: z.literal("true").optional(),
  AsyncAmdStatusCallback: https.optional(),
});

/** `POST Calls/{Sid}.json`. */
export const callChangeSchema = z.union([
  z.strictObject({ Status: z.enum(["completed", "canceled"]) }),
  z.strictObject({ Twiml: z.string().min(1).max(4_000) }),
]);
