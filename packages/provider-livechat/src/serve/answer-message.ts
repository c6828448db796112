import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { handIn } from "./hand-in.js";
import { jsonResponse } from "./json-response.js";
import { readJson } from "./read-json.js";
import { requireVisitor } from "./require-visitor.js";

const messageRequestSchema = z.strictObject({
  /** Made by the browser, once for each message: handed in twice it is one message. */
  id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  text: z.string().min(1),
  consent: z.strictObject({ language: z.string().max(35), wordingHash: z.string().length(64) }).optional(),
});
/** A code point takes four bytes in UTF-8, and twelve as escapes of JSON. */
const BYTES_PER_CODE_POINT = 12;
const FRAME_BYTES = 1_024;

/** `POST messages`: takes a visitor's message. The answer is sent when it is durable. */
export async function answerMessage(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const { maxTextLength } = context.settings.limits;
  const { id, text, consent } = readJson(
    request,
    messageRequestSchema,
    maxTextLength * BYTES_PER_CODE_POINT + FRAME_BYTES,
  );
  // Refused, never cut (R8). A text has at most as many code points as UTF-16 units.
  if (text.length > maxTextLength && [...text].length > maxTextLength) throw new ChatRefusal("TEXT_TOO_LONG");
  const seq = await handIn(context, log, { id, text }, { shown: consent, clientAddress: request.clientAddress });
  return jsonResponse(200, { seq });
}
