import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { requireVisitor } from "./require-visitor.js";

/** `GET events`: the conversation from `last-event-id` on, and then what comes, as server-sent events. */
export async function answerEvents(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const cursor = request.headers["last-event-id"] ?? "0";
  if (!/^\d{1,9}$/.test(cursor)) throw new ChatRefusal("REQUEST_INVALID");
  // A cursor beyond the end is one of a store that was put back: the browser gets everything again.
  const stream = context.streams.add(log, Number(cursor) > log.end ? 0 : Number(cursor));
  if (stream === undefined) throw new ChatRefusal("TOO_MANY", 5);
  // One that nobody reads any more would stay otherwise: a visitor may be gone before the first byte.
  request.signal.addEventListener("abort", () => stream.close(), { once: true });
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
    body: stream,
  };
}
