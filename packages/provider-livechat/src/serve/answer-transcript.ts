import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { writeTranscript } from "../log/write-transcript.js";
import type { ChatContext } from "./chat-context.js";
import { requireVisitor } from "./require-visitor.js";

/** `GET transcript`: all that is kept of this visitor, files included, to save (R15). */
export async function answerTranscript(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "content-disposition": 'attachment; filename="conversation.json"',
    },
    body: writeTranscript(log, context.records),
  };
}
