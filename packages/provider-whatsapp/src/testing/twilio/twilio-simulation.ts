import type { Misbehaviour, ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import type { z } from "zod";
import { jsonAnswer } from "../simulator/json-answer.js";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";
import { TwilioContents } from "./twilio-contents.js";
import { twilioFailure } from "./twilio-failure.js";
import { TwilioSenders } from "./twilio-senders.js";
import { messageFormSchema, typingFormSchema } from "./twilio-request-schemas.js";
import type { TwilioSimulatorOptions } from "./twilio-simulator-options.js";
import { TWILIO_TEMPLATES } from "./twilio-templates-sample.js";

/** A message Twilio took. */
export interface TwilioMessageRecord {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  body: string;
  /** Where its statuses go, our reference included. */
  readonly statusCallback: string;
  readonly createdAtMs: number;
  /** What becomes of it: 63016 where the window is closed and the content free. */
  readonly errorCode: number | undefined;
}

const sidOf = (prefix: string, number: number): string => prefix + number.toString(16).padStart(32, "0");

/**
 * Twilio's side of the API: asks for the credentials, checks what it is sent against the documented shapes, keeps messages and contents. Works on web-standard
 * requests, so it serves a loopback server and msw handlers alike.
 */
export class TwilioSimulation {
  readonly log = new SimulatorLog();
  readonly messages: TwilioMessageRecord[] = [];
  /** Message ids for which typing was shown. */
  readonly typing: string[] = [];
  readonly contents = new TwilioContents();
  readonly senders: TwilioSenders;
  #sids = 0;

  constructor(readonly options: TwilioSimulatorOptions) {
    this.senders = new TwilioSenders(options.from);
  }

  /** `"drop"`: the connection closes without an answer. */
  async answer(request: Request): Promise<Response | "drop"> {
    const received = await receivedRequest(request);
    this.log.requests.push(received);
    const [path = "", query = ""] = received.path.split("?");
    const sends = received.method === "POST" && path.endsWith("/Messages.json");
    const behaviour = this.log.next(sends);
    if (behaviour !== undefined && behaviour.kind !== "lose-answer") return misbehaved(behaviour);
    const answer = this.work(received, path, new URLSearchParams(query));
    return behaviour === undefined ? answer : "drop";
  }

  private work(received: ReceivedRequest, path: string, query: URLSearchParams): Response {
    const stored = /^\/stored-media\/(ME\w+)$/.exec(path)?.[1];
    if (stored !== undefined) return this.storedMedia(stored, received);
    if (!this.isAuthorized(received)) return twilioFailure(401, 20_003);
    const root = `/2010-04-01/Accounts/${this.options.accountSid}`;
    const route = `${received.method} ${path.startsWith(root) ? path.slice(root.length) : path}`;
    const sid = /\/Messages\/(\w+)\.json$/.exec(path)?.[1];
    const media = /^GET \/Messages\/\w+\/Media\/(ME\w+)$/.exec(route)?.[1];
    if (media !== undefined) {
      const location = `https://mms.twiliocdn.com/stored-media/${media}`;
      return new Response(null, { status: 307, headers: { location } });
    }
    if (/^DELETE \/Messages\/\w+\/Media\/ME\w+\.json$/.test(route)) return new Response(null, { status: 204 });
    if (sid !== undefined) return this.change(received, sid);
    const content = /^GET \/v1\/Content\/(HX\w+)$/.exec(route)?.[1];
    if (content !== undefined) return this.contents.fetch(content);
    const sender = /^POST \/v2\/Channels\/Senders\/(XE\w+)$/.exec(route)?.[1];
    if (sender !== undefined) return this.json(received, (body) => this.senders.update(sender, body));
    switch (route) {
      case "GET .json":
        return jsonAnswer(200, { sid: this.options.accountSid, status: this.options.accountStatus ?? "active" });
      case "POST /Messages.json":
        return this.take(received);
      case "GET /Messages.json":
        return this.list(query);
      case "GET /v1/Content":
        return this.contents.list();
      case "POST /v1/Content":
        return this.json(received, (body) => this.contents.store(body));
      case "GET /v2/Channels/Senders":
        return this.senders.list(query);
      case "GET /v1/ContentAndApprovals":
        return this.contents.catalogue(query);
      case "POST /v2/Indicators/Typing.json":
        return this.showTyping(received);
      default:
        this.log.complaints.push("path-unknown");
        return twilioFailure(404, 20_404);
    }
  }

  private isAuthorized({ headers }: ReceivedRequest): boolean {
    const { accountSid, authToken, apiKey } = this.options;
    const logins = [`${accountSid}:${authToken}`, ...(apiKey === undefined ? [] : [`${apiKey.sid}:${apiKey.secret}`])];
    return logins.some((login) => headers["authorization"] === `Basic ${Buffer.from(login).toString("base64")}`);
  }

  private take(received: ReceivedRequest): Response {
    const form = this.form(received, messageFormSchema);
    if (form === undefined) return twilioFailure(400, 21_603);
    const senders = [this.options.from, ...(this.options.otherSenders ?? [])];
    if (!senders.some((sender) => form.From === `whatsapp:${sender}`)) return twilioFailure(400, 63_007);
    if ([...(form.Body ?? "")].length > 1_600) return twilioFailure(400, 21_617);
    if (form.ContentSid !== undefined) {
      const problem = this.contents.problemOf(form.ContentSid, form.ContentVariables);
      if (problem !== undefined) return twilioFailure(400, problem);
    }
    const isTemplate = TWILIO_TEMPLATES.some(({ sid }) => sid === form.ContentSid);
    const isOpen = this.options.isWindowOpen?.(form.To.replace(/^whatsapp:/, "")) ?? true;
    const message: TwilioMessageRecord = {
      sid: sidOf("SM", (this.#sids += 1)),
      to: form.To,
      from: form.From,
      body: form.Body ?? "",
      statusCallback: form.StatusCallback,
      createdAtMs: (this.options.now ?? Date.now)(),
      errorCode: isTemplate || isOpen ? undefined : 63_016,
    };
    this.messages.push(message);
    // Twilio takes no key; ours comes back with the statuses alone, in the address they are posted to.
    const idempotencyKey = new URL(form.StatusCallback).searchParams.get("ref") ?? "";
    this.log.messages.push({ id: message.sid, idempotencyKey, to: message.to });
    return jsonAnswer(201, resource(message, "queued"));
  }

  private list(query: URLSearchParams): Response {
    const [to, from] = [query.get("To"), query.get("From")];
    const found = this.messages.filter(
      (message) => (to === null || message.to === to) && (from === null || message.from === from),
    );
    const size = Number(query.get("PageSize") ?? "50");
    const start = Number(query.get("Page") ?? "0") * size;
    const page = found.slice(start, start + size);
    const next = new URLSearchParams(query);
    next.set("Page", String(start / size + 1));
    const path = `/2010-04-01/Accounts/${this.options.accountSid}/Messages.json?${next.toString()}`;
    return jsonAnswer(200, {
      messages: page.map((message) => resource(message, "delivered")),
      next_page_uri: start + size < found.length ? path : null,
    });
  }

  private change(received: ReceivedRequest, sid: string): Response {
    const index = this.messages.findIndex((message) => message.sid === sid);
    const message = this.messages[index];
    if (message === undefined) return twilioFailure(404, 20_404);
    if (received.method === "DELETE") {
      this.messages.splice(index, 1);
      return new Response(null, { status: 204 });
    }
    const body = new URLSearchParams(Buffer.from(received.body).toString("utf8"));
    if (received.method !== "POST" || body.toString() !== "Body=") {
      this.log.complaints.push("body-invalid");
      return twilioFailure(400, 20_001);
    }
    message.body = "";
    return jsonAnswer(200, resource(message, "delivered"));
  }

  private json({ body, headers }: ReceivedRequest, take: (body: unknown) => Response | undefined): Response {
    const isJson = headers["content-type"] === "application/json";
    const answer = isJson ? take(parseJson(Buffer.from(body).toString("utf8"))) : undefined;
    if (answer !== undefined) return answer;
    this.log.complaints.push("body-invalid");
    return twilioFailure(400, 20_001);
  }

  private showTyping(received: ReceivedRequest): Response {
    const form = this.form(received, typingFormSchema);
    if (form === undefined) return twilioFailure(400, 20_001);
    this.typing.push(form.messageId);
    return jsonAnswer(200, { success: true });
  }

  private storedMedia(sid: string, { headers }: ReceivedRequest): Response {
    // Whoever sends the account's credentials to the store of files has given them away.
    if (headers["authorization"] !== undefined) this.log.complaints.push("credentials-given-away");
    const file = this.options.media?.[sid];
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(Uint8Array.from(file.bytes), { headers: { "content-type": file.contentType } });
  }

  private form<Schema extends z.ZodType>(
    { body, headers }: ReceivedRequest,
    schema: Schema,
  ): z.output<Schema> | undefined {
    const fields = [...new URLSearchParams(Buffer.from(body).toString("utf8"))];
    const isForm = headers["content-type"] === "application/x-www-form-urlencoded";
    const parsed = schema.safeParse(Object.fromEntries(fields));
    if (isForm && parsed.success && new Set(fields.map(([name]) => name)).size === fields.length) return parsed.data;
    this.log.complaints.push(isForm ? "body-invalid" : "content-type");
    return undefined;
  }
}

function resource(message: TwilioMessageRecord, status: string): unknown {
  const { sid, to, from, body, createdAtMs } = message;
  return {
    sid,
    to,
    from,
    body,
    status,
    date_created: new Date(createdAtMs).toUTCString().replace("GMT", "+0000"),
    error_code: null,
    direction: "outbound-api",
  };
}

function misbehaved(behaviour: Exclude<Misbehaviour, { kind: "lose-answer" }>): Response {
  switch (behaviour.kind) {
    case "credentials-refused":
      return twilioFailure(401, 20_003);
    case "recipient-unknown":
      return twilioFailure(400, 21_211);
    case "unavailable":
      return twilioFailure(503, 20_503);
    default:
      return "retryAfterSeconds" in behaviour
        ? twilioFailure(429, 20_429, { "retry-after": String(behaviour.retryAfterSeconds) })
        : twilioFailure(503, 20_503);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON: the schema refuses it.
    return undefined;
  }
}
