import { z } from "zod";

/** An error comes with status 200. `msg` may quote the request and is never passed on. */
export const errorAnswerSchema = z.object({ error: z.object({ code: z.number() }) });

export const startedAnswerSchema = z.object({
  result: z.literal(1),
  call_session_history_id: z.number(),
});
export const smsAnswerSchema = z.object({ result: z.literal(1), message_id: z.number() });

/** https://voximplant.com/docs/references/httpapi/structures/callsessioninfotype */
export const historyAnswerSchema = z.object({
  result: z.array(
    z.looseObject({
      call_session_history_id: z.union([z.number(), z.string()]),
      duration: z.number().nullish(),
      finish_reason: z.string().nullish(),
      calls: z.array(z.looseObject({ incoming: z.boolean().nullish(), successful: z.boolean().nullish() })).nullish(),
      records: z.array(z.looseObject({ record_id: z.union([z.number(), z.string()]) })).nullish(),
    }),
  ),
  total_count: z.number().nullish(),
});
export const doneAnswerSchema = z.object({ result: z.union([z.number(), z.looseObject({})]) });
export const smsHistoryAnswerSchema = z.object({
  result: z.array(z.looseObject({})),
  total_count: z.number().nullish(),
});
