import type { SiteAnswerV1 } from "@plugboard/core/spec";
import { mintFormToken } from "../token/form-token.js";
import { type FormState, formView } from "../view/form-view.js";
import { pageHtml } from "../view/page-view.js";
import { node, type ViewNode } from "../view/view-node.js";
import { pageAnswer } from "./answers.js";
import type { Visit } from "./visit.js";

/**
 * The form on a page of its own: plain HTML that posts, without a script. Where the account wants a puzzle solved the element is on it instead,
 * and who has no script is told.
 */
export async function servePage(
  visit: Visit,
  again: Partial<FormState> = {},
  status = 200,
  headers = {},
): Promise<SiteAnswerV1> {
  const { context, base, ownOrigin, shown, request, query } = visit;
  const { settings, channelId } = context.connection;
  const redirect = settings.redirects.find((url) => url === query.get("redirect"));
  if (settings.proofOfWork !== undefined) {
    const element = node(
      "plugboard-form",
      { src: base, lang: shown.language, redirect },
      node("noscript", {}, node("p", {}, shown.words.needsScript)),
    );
    return pageAnswer(visit, status, pageHtml(shown, shown.title, base, element, `${base}/form.js`), headers);
  }
  const [key] = await context.keys();
  const token = again.token ?? mintFormToken(key, channelId, ownOrigin, request.receivedAtMs);
  // The language stands in the address too: a post that is not read is answered in it.
  const action = `${base}?lang=${shown.language}`;
  const content: ViewNode = formView(shown, { action, redirect, ...again, token });
  return pageAnswer(visit, status, pageHtml(shown, shown.title, base, content), headers);
}
