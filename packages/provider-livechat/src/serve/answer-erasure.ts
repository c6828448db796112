import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { eraseVisitor } from "../log/erase-visitor.js";
import type { ChatContext } from "./chat-context.js";
import { requireVisitor } from "./require-visitor.js";

/** `DELETE conversation`: the visitor has everything deleted. From then on their token opens nothing. */
export async function answerErasure(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  await eraseVisitor(log, { kind: "erasure", atMs: context.clock.now() });
  return { status: 204, headers: {}, body: "" };
}
