import { z } from "zod";

/** Answer to `POST …/messages`. */
export const acceptedAnswerSchema = z.object({
  messages: z.array(z.object({ id: z.string().min(1).max(998) })).min(1),
});

/**
 * An error as the Graph API gives it; programs go by `code`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const errorAnswerSchema = z.object({ error: z.object({ code: z.int() }) });

/** Answer to reads and deletes that only say that it worked. */
export const successAnswerSchema = z.object({ success: z.literal(true) });
