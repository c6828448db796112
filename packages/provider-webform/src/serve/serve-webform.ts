import { createHash } from "node:crypto";
import type { SiteAnswerV1, SiteV1 } from "@plugboard/core/spec";
import { pageScript } from "../page-script.js";
import { formJsonSchema } from "../form/form-json-schema.js";
import { formStyle, pageStyle } from "../view/form-style.js";
import { messageView } from "../view/message-view.js";
import { pageHtml } from "../view/page-view.js";
import { emptyAnswer, fileAnswer, jsonAnswer, pageAnswer } from "./answers.js";
import { refuse } from "./refuse.js";
import { serveConfirmation } from "./serve-confirmation.js";
import { serveDefinition } from "./serve-definition.js";
import { servePage } from "./serve-page.js";
import { serveSubmission } from "./serve-submission.js";
import { Visit } from "./visit.js";
import type { WebformContext } from "./webform-context.js";

interface PublicFile {
  readonly body: string;
  readonly etag: string;
}
const publicFile = (body: string): PublicFile => ({
  body,
  etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 20)}"`,
});
const style = publicFile(formStyle + pageStyle);
let script: PublicFile | undefined;

/** Everything the channel serves below its address. */
export function serveWebform(context: WebformContext): SiteV1 {
  return {
    doServe(request, host) {
      const visit = new Visit(context, request, host);
      const { method, path } = request;
      if (method === "OPTIONS") return preflight(visit);
      if (method === "POST") {
        if (path === "/") return serveSubmission(visit);
        return path === "/confirm" ? serveConfirmation(visit) : emptyAnswer(404);
      }
      switch (path) {
        case "/":
          return servePage(visit);
        case "/form.json":
          return serveDefinition(visit);
        case "/form.css":
          return file(visit, "text/css; charset=utf-8", style);
        case "/form.js":
          return file(visit, "text/javascript; charset=utf-8", (script ??= publicFile(pageScript())));
        case "/schema.json":
          return jsonAnswer(visit, 200, formJsonSchema(context.connection.settings.form, visit.shown.language));
        case "/thanks":
          return thanks(visit);
        case "/confirm":
          return serveConfirmation(visit);
        default:
          return emptyAnswer(404);
      }
    },
    // Too large is final; whatever else kept a body from being read may be over in a moment.
    doRefuse(request, host) {
      const visit = new Visit(context, request, host);
      const { problem } = request;
      return problem === "too-large" ? refuse(visit, 413, "too-large") : refuse(visit, 503, "try-later", 5_000);
    },
  };
}

function file({ request }: Visit, contentType: string, { body, etag }: PublicFile): SiteAnswerV1 {
  return fileAnswer(contentType, body, etag, request.headers["if-none-match"] === etag);
}

function thanks(visit: Visit): SiteAnswerV1 {
  const { shown, base } = visit;
  const { words, confirmation } = shown;
  const view = messageView(shown, { title: words.sentTitle, text: confirmation, isDone: true });
  return pageAnswer(visit, 200, pageHtml(shown, words.sentTitle, base, view));
}

/** The form's own requests need none; one that asks is told what it may do, if its website may show the form. */
function preflight({ origin }: Visit): SiteAnswerV1 {
  if (origin === undefined) return emptyAnswer(403, { vary: "origin" });
  return emptyAnswer(204, {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type, accept",
    "access-control-max-age": "600",
    vary: "origin",
  });
}
