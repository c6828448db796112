import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { toDelivery } from "../inbound/to-delivery.js";
import type { VisitorLog } from "../log/visitor-log.js";
import type { ChatContext } from "./chat-context.js";
import { readJson } from "./read-json.js";
import { requireVisitor } from "./require-visitor.js";

const PAGE = 500;
const marksRequestSchema = z.strictObject({ delivered: z.int().min(0), read: z.int().min(0) });

/** `POST marks`: how far the conversation reached the browser, and how far it was seen. Becomes delivery reports; never goes backwards. */
export async function answerMarks(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const asked = readJson(request, marksRequestSchema, 256);
  await log.update(async (session) => {
    // Nobody has seen what is not there; what was seen has arrived.
    const readSeq = Math.max(session.readSeq, Math.min(asked.read, log.end));
    const deliveredSeq = Math.max(session.deliveredSeq, Math.min(asked.delivered, log.end), readSeq);
    if (readSeq === session.readSeq && deliveredSeq === session.deliveredSeq) return undefined;
    const delivered = await answersBetween(log, session.deliveredSeq, deliveredSeq);
    const read = await answersBetween(log, session.readSeq, readSeq);
    const marks = { deliveredSeq, readSeq };
    if (delivered.length + read.length === 0) return { session: marks };
    const { sessionId } = log;
    const atMs = context.clock.now();
    const key = `r:${sessionId}:${String(deliveredSeq)}:${String(readSeq)}`;
    return {
      session: marks,
      delivery: toDelivery(key, { kind: "marks", sessionId, reference: session.reference, atMs, delivered, read }),
    };
  });
  return { status: 204, headers: {}, body: "" };
}

/** Ids of the operator's messages after one place, up to another. */
async function answersBetween(log: VisitorLog, after: number, upTo: number): Promise<string[]> {
  const ids: string[] = [];
  let at = after;
  while (at < upTo) {
    const page = await log.entriesAfter(at, PAGE);
    for (const entry of page) if (entry.by === "operator" && entry.seq <= upTo) ids.push(entry.id);
    at = page.at(-1)?.seq ?? upTo;
  }
  return ids;
}
