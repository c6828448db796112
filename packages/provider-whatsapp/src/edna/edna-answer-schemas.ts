import { z } from "zod";

/** Answer to a message that was accepted: "a JSON object with the request ID". */
export const acceptedAnswerSchema = z.object({
  requestId: z.string().nullish(),
  messageId: z.union([z.string(), z.number()]).nullish(),
});

/** RFC 9457, as in edna's example. `title` is the code; `detail` may quote the request and is never passed on. */
export const problemAnswerSchema = z.object({ title: z.string().max(200) });

/** One channel of `GET /api/channel-profile`. */
export const channelProfilesSchema = z.array(
  z.object({
    subjectId: z.number().nullish(),
    active: z.boolean().nullish(),
    registrationStatus: z.string().nullish(),
    type: z.string().nullish(),
  }),
);

/** One template of `POST /api/message-matchers/get-by-request`. */
export const messageMatchersSchema = z.array(
  z.object({
    id: z.number(),
    name: z.string().nullish(),
    channelType: z.string().nullish(),
    language: z.string().nullish(),
    category: z.string().nullish(),
    status: z.string().nullish(),
    content: z
      .object({
        text: z.string().nullish(),
        header: z.object({ text: z.string().nullish(), headerType: z.string().nullish() }).nullish(),
      })
      .nullish(),
  }),
);

/** One page of `POST /api/messages/history`. The messages themselves are handed on as they are. */
export const historyPageSchema = z.object({
  content: z.array(z.looseObject({ subjectId: z.number().nullish() })),
  hasNext: z.boolean().nullish(),
});
