import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { toDelivery } from "../inbound/to-delivery.js";
import type { ChatContext } from "./chat-context.js";
import { requireVisitor } from "./require-visitor.js";

/** `POST typing`: that the visitor is writing, never what. Said more often than is of use, it is passed over. */
export async function answerTyping(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const { sessionId } = log;
  const { reference } = log.record;
  const atMs = context.clock.now();
  const isHeard = log.end > 0 && context.typingRate.take(sessionId, atMs) === 0;
  if (isHeard)
    await context.records.commit(
      [],
      toDelivery(`t:${sessionId}:${String(atMs)}`, { kind: "typing", sessionId, reference, atMs }),
    );
  return { status: 204, headers: {}, body: "" };
}
