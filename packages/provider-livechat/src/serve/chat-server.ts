import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { ContactCenterError } from "@plugboard/core/spec";
import { answerConfig } from "./answer-config.js";
import { answerErasure } from "./answer-erasure.js";
import { answerEvents } from "./answer-events.js";
import { answerFile } from "./answer-file.js";
import { answerFileUpload } from "./answer-file-upload.js";
import { answerLog } from "./answer-log.js";
import { answerMarks } from "./answer-marks.js";
import { answerMessage } from "./answer-message.js";
import { answerSession } from "./answer-session.js";
import { answerTranscript } from "./answer-transcript.js";
import { answerTyping } from "./answer-typing.js";
import { answerWidget } from "./answer-widget.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { corsHeaders, preflightResponse } from "./cors.js";
import { jsonResponse } from "./json-response.js";
import { responseHeaders } from "./response-headers.js";

type Answer = (context: ChatContext, request: SiteRequestV1) => SiteAnswerV1 | Promise<SiteAnswerV1>;

const ROUTES: Readonly<Record<string, Answer>> = {
  "GET config": answerConfig,
  "POST sessions": answerSession,
  "GET log": answerLog,
  "GET events": answerEvents,
  "POST messages": answerMessage,
  "POST files": answerFileUpload,
  "GET files": answerFile,
  "POST typing": answerTyping,
  "POST marks": answerMarks,
  "GET transcript": answerTranscript,
  "DELETE conversation": answerErasure,
};
const PATHS: ReadonlySet<string> = new Set(Object.keys(ROUTES).map((route) => route.split(" ")[1] ?? ""));

/** Answers the requests of visitors' browsers. Never rejects: what fails is told as a code, without a word of what was asked. */
export class ChatServer {
  constructor(private readonly context: ChatContext) {}

  async answer(request: SiteRequestV1): Promise<SiteAnswerV1> {
    // The script is public, the same for everyone, and loaded before anyone can say who asks.
    if (request.method === "GET" && request.path === "/widget.js") return answerWidget(request);
    return this.respond(request, () => (request.method === "OPTIONS" ? preflightResponse() : this.route(request)));
  }

  /**
   * Says of a body that the host did not read what is to be done. Without a word an element takes it for a lost network, and hands the same in for ever.
   */
  refuse(request: SiteRequestV1): Promise<SiteAnswerV1> {
    const isLarge = request.problem === "too-large";
    return this.respond(request, () => {
      if (!isLarge) throw new ChatRefusal("TRY_AGAIN", 2);
      throw new ChatRefusal(request.path === "/files" ? "FILE_TOO_LARGE" : "TEXT_TOO_LONG");
    });
  }

  /** Never rejects. */
  private async respond(
    request: SiteRequestV1,
    answer: () => SiteAnswerV1 | Promise<SiteAnswerV1>,
  ): Promise<SiteAnswerV1> {
    let cors: Readonly<Record<string, string>> = {};
    let response: SiteAnswerV1;
    try {
      cors = corsHeaders(request, this.context.settings.origins);
      response = await answer();
    } catch (error) {
      response = this.refusalOf(error);
    }
    return { ...response, headers: { ...responseHeaders, ...cors, ...response.headers } };
  }

  private route(request: SiteRequestV1): SiteAnswerV1 | Promise<SiteAnswerV1> {
    const [, name = "", id, ...more] = request.path.split("/");
    const takesId = name === "files" && request.method === "GET";
    if (more.length > 0 || (id !== undefined) !== takesId) throw new ChatRefusal("NOT_FOUND");
    const key = `${request.method} ${name}`;
    const answer = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
    if (answer === undefined) throw new ChatRefusal(PATHS.has(name) ? "METHOD_NOT_ALLOWED" : "NOT_FOUND");
    return answer(this.context, request);
  }

  private refusalOf(error: unknown): SiteAnswerV1 {
    const refusal = error instanceof ChatRefusal ? error : new ChatRefusal("TRY_AGAIN", 2);
    if (refusal !== error) {
      const code = ContactCenterError.isInstance(error) ? error.code : "PLUGIN_FAILED";
      this.context.logger.warn("a visitor's request could not be answered", {
        channelId: this.context.channelId,
        code,
      });
    }
    const { retryAfterSeconds } = refusal;
    const { status, headers, body } = jsonResponse(refusal.status, { code: refusal.refusal });
    const retry = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
    return { status, headers: { ...headers, ...retry }, body };
  }
}
