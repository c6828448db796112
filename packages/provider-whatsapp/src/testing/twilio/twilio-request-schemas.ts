import { z } from "zod";

const whatsappAddress = z.string().regex(/^whatsapp:\+[1-9]\d{6,14}$/);

/** `POST Messages.json` of a WhatsApp message. https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export const messageFormSchema = z
  .strictObject({
    To: whatsappAddress,
    From: whatsappAddress,
    Body: z.string().min(1).optional(),
    MediaUrl: z.url().optional(),
    PersistentAction: z
      .string()
      .regex(/^geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?(?:\|[^|]+)?$/)
      .optional(),
    ContentSid: z
      .string()
      .regex(/^HX[0-9a-f]{32}$/i)
      .optional(),
    ContentVariables: z.string().optional(),
    StatusCallback: z.url({ protocol: /^https$/ }),
  })
  .refine((form) => form.Body !== undefined || form.MediaUrl !== undefined || form.ContentSid !== undefined)
  // "Remove Body and MediaUrl when you send a content template", https://www.twilio.com/docs/api/errors/63016
  .refine((form) => form.ContentSid === undefined || (form.Body ?? form.MediaUrl) === undefined)
  .refine((form) => form.ContentVariables === undefined || form.ContentSid !== undefined);

/** Values of placeholders: texts of at most 1,600 characters. */
export const contentVariablesSchema = z.record(z.string(), z.string().min(1));

const body = z.string().min(1).max(1_024);

/** `POST /v1/Content` of what needs no approval. https://www.twilio.com/docs/content/content-api-resources */
export const contentRequestSchema = z.strictObject({
  friendly_name: z.string().min(1),
  language: z.string().min(2),
  variables: z.record(z.string(), z.string()).optional(),
  types: z.union([
    z.strictObject({
      "twilio/quick-reply": z.strictObject({
        body,
        actions: z
          .array(z.strictObject({ type: z.literal("QUICK_REPLY"), title: z.string().max(20), id: z.string().max(200) }))
          .min(1)
          .max(3),
      }),
    }),
    z.strictObject({
      "twilio/list-picker": z.strictObject({
        body,
        button: z.string().max(20),
        items: z
          .array(
            z.strictObject({
              item: z.string().max(24),
              id: z.string().max(200),
              description: z.string().max(72).optional(),
            }),
          )
          .min(1)
          .max(10),
      }),
    }),
  ]),
});

/** https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource */
export const typingFormSchema = z.strictObject({
  messageId: z.string().regex(/^(?:SM|MM)[0-9a-f]{32}$/i),
  channel: z.literal("whatsapp"),
});

const hostAddress = z.url({ protocol: /^https$/ });

/** `POST /v2/Channels/Senders/{Sid}` of a webhook. https://www.twilio.com/docs/whatsapp/api/senders */
export const senderUpdateSchema = z.strictObject({
  webhook: z.strictObject({
    callback_url: hostAddress,
    callback_method: z.literal("POST"),
    status_callback_url: hostAddress,
    status_callback_method: z.literal("POST"),
  }),
});
