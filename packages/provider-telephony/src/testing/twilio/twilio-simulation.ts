import type { Misbehaviour, ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import type { z } from "zod";
import { jsonAnswer } from "../simulator/json-answer.js";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";
import { readTwiml, type TwimlElement } from "./read-twiml.js";
import { twilioFailure } from "./twilio-failure.js";
import { callChangeSchema, callFormSchema, messageFormSchema } from "./twilio-request-schemas.js";
import type { TwilioSimulatorOptions } from "./twilio-simulator-options.js";

/** A message Twilio took. */
export interface SimulatedMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  /** The service that chose the number. */
  readonly service: string | undefined;
  body: string;
  /** Where its statuses go, our reference included. */
  readonly statusCallback: string;
  readonly createdAtMs: number;
}

/** A call Twilio has. */
export interface SimulatedCall {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly direction: "inbound" | "outbound-api";
  status: "queued" | "ringing" | "in-progress" | "completed" | "busy" | "no-answer" | "failed" | "canceled";
  /** What it does next. */
  verbs: readonly TwimlElement[];
  readonly statusCallback: string | undefined;
  readonly machineCallback: string | undefined;
  readonly recordings: string[];
  readonly createdAtMs: number;
  sequence: number;
}

const sidOf = (prefix: string, number: number): string => prefix + number.toString(16).padStart(32, "0");
const ENDED: ReadonlySet<string> = new Set(["completed", "busy", "no-answer", "failed", "canceled"]);

/**
 * Twilio's side of the API: asks for the credentials, checks what it is sent against the documented shapes, reads TwiML, keeps messages and calls. Works on
 * web-standard requests, so it serves a loopback server and msw handlers alike.
 */
export class TwilioSimulation {
  readonly log = new SimulatorLog();
  readonly messages: SimulatedMessage[] = [];
  readonly calls: SimulatedCall[] = [];
  /** Told of a call that begins or changes: {@link TwilioPhones} goes on with it. */
  onCall: (call: SimulatedCall) => void = () => undefined;
  #sids = 0;

  constructor(readonly options: TwilioSimulatorOptions) {}

  get nowMs(): number {
    return (this.options.now ?? Date.now)();
  }

  nextSid(prefix: string): string {
    this.#sids += 1;
    return sidOf(prefix, this.#sids);
  }

  /** `"drop"`: the connection closes without an answer. */
  async answer(request: Request): Promise<Response | "drop"> {
    const received = await receivedRequest(request);
    this.log.requests.push(received);
    const [path = "", query = ""] = received.path.split("?");
    const sends = received.method === "POST" && /\/(?:Messages|Calls)\.json$/.test(path);
    const behaviour = this.log.next(sends);
    if (behaviour !== undefined && behaviour.kind !== "lose-answer") return misbehaved(behaviour);
    const answer = this.work(received, path, new URLSearchParams(query));
    return behaviour === undefined ? answer : "drop";
  }

  private work(received: ReceivedRequest, path: string, query: URLSearchParams): Response {
    const stored = /^\/stored-media\/(\w+)$/.exec(path)?.[1];
    if (stored !== undefined) return this.storedMedia(stored, received);
    if (!this.isAuthorized(received)) return twilioFailure(401, 20_003);
    const root = `/2010-04-01/Accounts/${this.options.accountSid}`;
    const route = `${received.method} ${path.startsWith(root) ? path.slice(root.length) : path}`;
    const media = /^GET \/(?:Messages\/\w+\/Media\/(ME\w+)|Recordings\/(RE\w+)\.wav)$/.exec(route);
    const mediaSid = media?.[1] ?? media?.[2];
    if (mediaSid !== undefined) {
      const location = `https://mms.twiliocdn.com/stored-media/${mediaSid}`;
      return new Response(null, { status: 307, headers: { location } });
    }
    if (/^DELETE \/(?:Messages\/\w+\/Media\/ME\w+|Recordings\/RE\w+)\.json$/.test(route))
      return new Response(null, { status: 204 });
    const recordingsOf = /^GET \/Calls\/(CA\w+)\/Recordings\.json$/.exec(route)?.[1];
    if (recordingsOf !== undefined) {
      const sids = this.calls.find(({ sid }) => sid === recordingsOf)?.recordings ?? [];
      return jsonAnswer(200, { recordings: sids.map((sid) => ({ sid })), next_page_uri: null });
    }
    const message = /\/Messages\/(\w+)\.json$/.exec(path)?.[1];
    if (message !== undefined) return this.changeMessage(received, message);
    const call = /\/Calls\/(\w+)\.json$/.exec(path)?.[1];
    if (call !== undefined) return this.changeCall(received, call);
    switch (route) {
      case "GET .json":
        return jsonAnswer(200, { sid: this.options.accountSid, status: this.options.accountStatus ?? "active" });
      case "POST /Messages.json":
        return this.takeMessage(received);
      case "GET /Messages.json":
        return this.list("messages", this.messages, query);
      case "POST /Calls.json":
        return this.takeCall(received);
      case "GET /Calls.json":
        return this.list("calls", this.calls, query);
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

  private takeMessage(received: ReceivedRequest): Response {
    const form = this.form(received, messageFormSchema);
    if (form === undefined) return twilioFailure(400, 21_603);
    if (form.From?.startsWith("+") === true && form.From !== this.options.from) return twilioFailure(400, 21_606);
    const message: SimulatedMessage = {
      sid: this.nextSid("SM"),
      to: form.To,
      from: form.From ?? this.options.from,
      service: form.MessagingServiceSid,
      body: form.Body ?? "",
      statusCallback: form.StatusCallback,
      createdAtMs: this.nowMs,
    };
    this.messages.push(message);
    // Twilio takes no key; ours comes back with the statuses alone, in the address they are posted to.
    const idempotencyKey = new URL(form.StatusCallback).searchParams.get("ref") ?? "";
    this.log.messages.push({ id: message.sid, idempotencyKey, to: message.to });
    return jsonAnswer(201, resourceOf(message, "queued"));
  }

  private takeCall(received: ReceivedRequest): Response {
    const form = this.form(received, callFormSchema, ["StatusCallbackEvent"]);
    if (form === undefined) return twilioFailure(400, 21_201);
    if (form.From.startsWith("+") && form.From !== this.options.from) return twilioFailure(400, 21_210);
    const verbs = this.twiml(form.Twiml);
    if (verbs === undefined) return twilioFailure(400, 12_100);
    const call: SimulatedCall = {
      sid: this.nextSid("CA"),
      to: form.To,
      from: form.From,
      direction: "outbound-api",
      status: "queued",
      verbs,
      statusCallback: form.StatusCallback,
      machineCallback: form.AsyncAmdStatusCallback,
      recordings: [],
      createdAtMs: this.nowMs,
      sequence: 0,
    };
    this.calls.push(call);
    this.onCall(call);
    return jsonAnswer(201, resourceOf(call, call.status));
  }

  private changeMessage(received: ReceivedRequest, sid: string): Response {
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
    return jsonAnswer(200, resourceOf(message, "delivered"));
  }

  private changeCall(received: ReceivedRequest, sid: string): Response {
    const index = this.calls.findIndex((one) => one.sid === sid);
    const call = this.calls[index];
    if (call === undefined) return twilioFailure(404, 20_404);
    if (received.method === "GET") return jsonAnswer(200, resourceOf(call, call.status));
    if (received.method === "DELETE") {
      if (!ENDED.has(call.status)) return twilioFailure(409, 20_009);
      this.calls.splice(index, 1);
      return new Response(null, { status: 204 });
    }
    const form = this.form(received, callChangeSchema);
    if (form === undefined) return twilioFailure(400, 20_001);
    if (ENDED.has(call.status)) return twilioFailure(400, 21_220);
    if ("Status" in form) call.status = "completed";
    else {
      const verbs = this.twiml(form.Twiml);
      if (verbs === undefined) return twilioFailure(400, 12_100);
      call.verbs = verbs;
    }
    this.onCall(call);
    return jsonAnswer(200, resourceOf(call, call.status));
  }

  /** @returns nothing, with a complaint, for what is no TwiML. */
  twiml(xml: string): readonly TwimlElement[] | undefined {
    try {
      return readTwiml(xml);
    } catch (error) {
      this.log.complaints.push(`twiml: ${error instanceof Error ? error.message : ""}`);
      return undefined;
    }
  }

  private list(
    name: "messages" | "calls",
    all: readonly (SimulatedMessage | SimulatedCall)[],
    query: URLSearchParams,
  ): Response {
    const [to, from] = [query.get("To"), query.get("From")];
    const found = all.filter((one) => (to === null || one.to === to) && (from === null || one.from === from));
    const size = Number(query.get("PageSize") ?? "50");
    const start = Number(query.get("Page") ?? "0") * size;
    const next = new URLSearchParams(query);
    next.set("Page", String(start / size + 1));
    const path = `/2010-04-01/Accounts/${this.options.accountSid}/${name === "calls" ? "Calls" : "Messages"}.json?${next.toString()}`;
    return jsonAnswer(200, {
      [name]: found
        .slice(start, start + size)
        .map((one) => resourceOf(one, "status" in one ? one.status : "delivered")),
      next_page_uri: start + size < found.length ? path : null,
    });
  }

  private storedMedia(sid: string, { headers }: ReceivedRequest): Response {
    // Whoever sends the account's credentials to the store of files has given them away.
    if (headers["authorization"] !== undefined) this.log.complaints.push("credentials-given-away");
    const isOfCall = this.calls.some(({ recordings }) => recordings.includes(sid));
    const file = this.options.media?.[sid] ?? (isOfCall ? this.options.recording : undefined);
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(Uint8Array.from(file.bytes), { headers: { "content-type": file.contentType } });
  }

  private form<Schema extends z.ZodType>(
    { body, headers }: ReceivedRequest,
    schema: Schema,
    lists: readonly string[] = [],
  ): z.output<Schema> | undefined {
    const isForm = headers["content-type"] === "application/x-www-form-urlencoded";
    const fields: Record<string, string | string[]> = {};
    let isTwice = false;
    for (const [name, value] of new URLSearchParams(Buffer.from(body).toString("utf8"))) {
      const before = fields[name];
      if (lists.includes(name)) fields[name] = [...(Array.isArray(before) ? before : []), value];
      else if (before !== undefined) isTwice = true;
      else fields[name] = value;
    }
    const parsed = schema.safeParse(fields);
    if (isForm && parsed.success && !isTwice) return parsed.data;
    this.log.complaints.push(isForm ? "body-invalid" : "content-type");
    return undefined;
  }
}

function resourceOf(one: SimulatedMessage | SimulatedCall, status: string): unknown {
  const { sid, to, from, createdAtMs } = one;
  const created = new Date(createdAtMs).toUTCString().replace("GMT", "+0000");
  const body = "body" in one ? { body: one.body, error_code: null, messaging_service_sid: one.service ?? null } : {};
  const call =
    "direction" in one
      ? {
          direction: one.direction,
          duration: ENDED.has(status) ? "7" : null,
          end_time: ENDED.has(status) ? created : null,
        }
      : { direction: "outbound-api" };
  return { sid, to, from, status, date_created: created, ...body, ...call };
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
