import { z } from "zod";

/** A message as Twilio answers it, in the fields that are used. https://www.twilio.com/docs/messaging/api/message-resource */
export const messageAnswerSchema = z.object({
  sid: z.string().min(1).max(64),
  status: z.string().nullish(),
  date_created: z.string().nullish(),
  error_code: z.number().nullish(),
});

/** An error. `message` may quote the request and is never passed on. https://www.twilio.com/docs/usage/twilios-response */
export const errorAnswerSchema = z.object({ code: z.number() });

/** One page of messages, handed on as they are. */
export const messagePageSchema = z.object({
  messages: z.array(z.looseObject({ sid: z.string() })),
  next_page_uri: z.string().nullish(),
});

/** https://www.twilio.com/docs/iam/api/account */
export const accountAnswerSchema = z.object({ status: z.string() });

const metaSchema = z.object({ next_page_url: z.string().nullish() });

/** One page of contents. https://www.twilio.com/docs/content/content-api-resources */
export const contentPageSchema = z.object({
  contents: z.array(z.object({ sid: z.string(), friendly_name: z.string().nullish() })),
  meta: metaSchema,
});

export const contentAnswerSchema = z.object({ sid: z.string() });

/** One content, with what its placeholders are known by. */
export const contentDetailSchema = z.object({
  language: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  types: z.record(z.string(), z.unknown()).nullish(),
});

/** One page of contents with WhatsApp's approval. */
export const approvalPageSchema = z.object({
  contents: z.array(
    z.object({
      sid: z.string(),
      friendly_name: z.string().nullish(),
      language: z.string().nullish(),
      variables: z.record(z.string(), z.unknown()).nullish(),
      types: z.record(z.string(), z.unknown()).nullish(),
      approval_requests: z.object({ category: z.string().nullish(), status: z.string().nullish() }).nullish(),
    }),
  ),
  meta: metaSchema,
});

/** A sender, with where its messages are posted to. https://www.twilio.com/docs/whatsapp/api/senders */
export const senderAnswerSchema = z.object({
  sid: z.string().min(1).max(64),
  webhook: z.object({ callback_url: z.string().nullish() }).nullish(),
});

/** One page of senders. */
export const senderPageSchema = z.object({
  senders: z.array(z.object({ sid: z.string().regex(/^XE[0-9a-fA-F]{32}$/), sender_id: z.string().nullish() })),
  meta: metaSchema,
});
