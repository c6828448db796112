import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { makeTranscript } from "../log/make-transcript.js";
import type { ChatContext } from "./chat-context.js";
import { requireVisitor } from "./require-visitor.js";

/** `GET transcript`: all that is kept of this visitor, to save (R15). */
export async function answerTranscript(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const transcript = await makeTranscript(log);
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "content-disposition": 'attachment; filename="conversation.json"',
    },
    body: JSON.stringify(transcript, undefined, 2),
  };
}
