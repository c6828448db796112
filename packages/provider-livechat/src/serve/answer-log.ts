import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { issueSessionToken } from "../session/session-token.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { jsonResponse } from "./json-response.js";
import { requireVisitor } from "./require-visitor.js";

const PAGE = 50;
const RENEW_AFTER_MS = 86_400_000;

/** `GET log?before=`: a page of this visitor's own conversation, the newest first asked for, in its order. */
export async function answerLog(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log, claim } = await requireVisitor(context, request);
  const asked = new URLSearchParams(request.query).get("before") ?? String(log.end + 1);
  if (!/^\d{1,9}$/.test(asked)) throw new ChatRefusal("REQUEST_INVALID");
  const before = Math.min(Number(asked), log.end + 1);
  const from = Math.max(0, before - 1 - PAGE);
  const found = await log.entriesAfter(from, PAGE);
  const entries = found.filter(({ seq }) => seq < before);
  const { operatorReadSeq, deliveredSeq, readSeq, consent } = log.record;
  const [{ sessionSecret }] = await context.credentials();
  const nowMs = context.clock.now();
  await log.use(nowMs);
  // A visitor who comes again keeps the conversation.
  const token =
    nowMs - claim.issuedAtMs < RENEW_AFTER_MS
      ? undefined
      : issueSessionToken(sessionSecret, context.channelId, claim.sessionId, nowMs);
  return jsonResponse(200, {
    entries,
    isFirst: from === 0,
    end: log.end,
    marks: { operatorReadSeq, deliveredSeq, readSeq },
    hasConsent: consent !== undefined && consent.purpose === context.settings.consent?.purpose,
    online: context.presence.isAttended,
    ...(token === undefined ? {} : { token }),
  });
}
