import { type SiteAnswerV1, visitorNetwork } from "@plugboard/core/spec";
import { parseUrlencoded } from "../body/parse-urlencoded.js";
import { messageView } from "../view/message-view.js";
import { pageHtml } from "../view/page-view.js";
import { node } from "../view/view-node.js";
import { pageAnswer } from "./answers.js";
import type { Visit } from "./visit.js";

/** Tokens that one visitor may try in ten minutes; each is 192 bits or more. */
const TRIES = { count: 60, perSeconds: 600 };

/**
 * The page behind the link of a double opt-in. Opening it confirms nothing: mail scanners open every link. The button does, and the token is
 * proof enough, so the page asks for no other.
 */
export async function serveConfirmation(visit: Visit): Promise<SiteAnswerV1> {
  const { request, context, host, shown, base, query } = visit;
  const { words } = shown;
  const title = words.confirmTitle;
  const page = (status: number, text = words.failures["refused"] ?? "", headers = {}): SiteAnswerV1 => {
    const view = messageView(shown, { title, text, isDone: status === 200 });
    return pageAnswer(visit, status, pageHtml(shown, title, base, view), headers);
  };
  if (request.method === "GET") {
    const button = node(
      "form",
      { method: "post", action: `${base}/confirm?lang=${shown.language}`, class: "end" },
      node("input", { type: "hidden", name: "token", value: (query.get("token") ?? "").slice(0, 1_000) }),
      node("button", { type: "submit", part: "button" }, words.confirmButton),
    );
    const view = messageView(shown, { title, text: words.confirmText, isDone: false }, button);
    return pageAnswer(visit, 200, pageHtml(shown, title, base, view));
  }
  // The token is a person's own; another website has no business sending it.
  if (request.headers["origin"] !== visit.ownOrigin) return page(403, words.failures["origin"]);
  const waitMs = context.limiter.take("confirm", visitorNetwork(request.clientAddress), TRIES, request.receivedAtMs);
  if (waitMs > 0) return page(429, words.failures["too-many"], { "retry-after": String(Math.ceil(waitMs / 1_000)) });
  const token = parseUrlencoded(request.body)?.get("token")?.[0] ?? "";
  const isConfirmed = await host.confirmConsent(token.slice(0, 1_000));
  return isConfirmed ? page(200, words.confirmed) : page(410, words.confirmUnknown);
}
