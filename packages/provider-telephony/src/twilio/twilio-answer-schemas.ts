import { z } from "zod";

/** A message or a call as Twilio answers it, in the fields that are used. */
export const createdAnswerSchema = z.object({
  sid: z.string().min(1).max(64),
  status: z.string().nullish(),
  date_created: z.string().nullish(),
  error_code: z.number().nullish(),
});

/** An error. `message` may quote the request and is never passed on. https://www.twilio.com/docs/usage/twilios-response */
export const errorAnswerSchema = z.object({ code: z.number() });

/** https://www.twilio.com/docs/voice/api/call-resource */
export const callAnswerSchema = z.object({
  sid: z.string(),
  status: z.string(),
  direction: z.string().nullish(),
  duration: z.string().nullish(),
  start_time: z.string().nullish(),
  end_time: z.string().nullish(),
});

/** One page of messages, calls or recordings, handed on as they are. */
export const messagePageSchema = z.object({
  messages: z.array(
    z.looseObject({
      ...{ sid: z.string(), from: z.string().nullish(), to: z.string().nullish() },
      messaging_service_sid: z.string().nullish(),
    }),
  ),
  next_page_uri: z.string().nullish(),
});
export const callPageSchema = z.object({
  calls: z.array(z.looseObject({ sid: z.string() })),
  next_page_uri: z.string().nullish(),
});
export const recordingPageSchema = z.object({ recordings: z.array(z.object({ sid: z.string() })) });

/** https://www.twilio.com/docs/iam/api/account */
export const accountAnswerSchema = z.object({ status: z.string() });
