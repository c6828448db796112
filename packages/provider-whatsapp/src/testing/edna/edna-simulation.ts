import type { Misbehaviour, ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import type { z } from "zod";
import { jsonAnswer } from "../simulator/json-answer.js";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";
import {
  callbackSetSchema,
  historyRequestSchema,
  matchersRequestSchema,
  scheduleSchema,
  templateMessageSchema,
} from "./edna-request-schemas.js";
import type { EdnaSimulatorOptions } from "./edna-simulator-options.js";
import { EDNA_TEMPLATES } from "./edna-templates-sample.js";

/** Equal messages to one person within this time are cancelled, "Duplicate messages will be canceled". */
const EQUAL_WITHIN_MS = 20 * 60_000;
const SEND_PATHS: ReadonlySet<string> = new Set(["/api/cascade/schedule", "/api/v1/out-messages/whatsapp/template"]);

/** A message edna accepted. */
interface Accepted {
  readonly requestId: string;
  readonly phone: string;
  readonly body: string;
  readonly atMs: number;
  /** An equal one within 20 minutes was there before: accepted, and never delivered. */
  readonly cancelled: boolean;
}

/**
 * edna's side of the API: asks for the key, checks what it is sent against the documented shapes, refuses a `requestId` it knows, cancels
 * equal messages. Works on web-standard requests, so it serves a loopback server and msw handlers alike.
 */
export class EdnaSimulation {
  readonly log = new SimulatorLog();
  readonly accepted: Accepted[] = [];
  /** Addresses that were registered, by subject; 0 stands for all. */
  readonly callbacks = new Map<number, string>();

  constructor(readonly options: EdnaSimulatorOptions) {}

  /** Milliseconds since the epoch, by edna's clock. */
  now(): number {
    return (this.options.now ?? Date.now)();
  }

  /** `"drop"`: the connection closes without an answer. */
  async answer(request: Request): Promise<Response | "drop"> {
    const received = await receivedRequest(request);
    this.log.requests.push(received);
    const [path = ""] = received.path.split("?");
    const behaviour = this.log.next(SEND_PATHS.has(path));
    // edna takes every number; a status says later that nobody was reached.
    if (behaviour === undefined || behaviour.kind === "recipient-unknown") return this.work(received, path);
    if (behaviour.kind !== "lose-answer") return misbehaved(behaviour);
    await this.work(received, path);
    return "drop";
  }

  private async work(received: ReceivedRequest, path: string): Promise<Response> {
    const file = /^\/files\/(.+)$/.exec(path)?.[1];
    if (file !== undefined && received.method === "GET") return this.file(file);
    if (received.headers["x-api-key"] !== this.options.apiKey) return problem(401, "Auth error");
    const route = `${received.method} ${path}`;
    switch (route) {
      case "POST /api/cascade/schedule":
        return this.schedule(received);
      case "POST /api/v1/out-messages/whatsapp/template":
        return this.template(received);
      case "POST /api/callback/set":
        return this.setCallback(received);
      case "POST /api/message-matchers/get-by-request":
        return this.read(received, matchersRequestSchema) === undefined
          ? problem(400, "message-matchers-request-not-valid")
          : jsonAnswer(200, EDNA_TEMPLATES);
      case "POST /api/messages/history":
        return this.history(received);
      case "GET /api/channel-profile":
        return jsonAnswer(200, this.channels());
      default:
        this.log.complaints.push("path-unknown");
        return problem(404, "Not Found");
    }
  }

  private schedule(received: ReceivedRequest): Response {
    const body = this.read(received, scheduleSchema);
    if (body === undefined) return problem(400, "cascade-scheduling-request-not-valid");
    if (body.cascadeId !== this.options.cascadeId) return problem(400, "cascade-not-found");
    const { requestId, content, subscriberFilter } = body;
    const keyboard = "keyboard" in content.whatsappContent ? content.whatsappContent.keyboard : undefined;
    if (keyboard !== undefined && this.options.refuseKeyboards === true)
      return problem(400, "matched-template-not-found");
    return this.take(requestId, subscriberFilter.address, JSON.stringify(content));
  }

  private template(received: ReceivedRequest): Response {
    const body = this.read(received, templateMessageSchema);
    if (body === undefined) return problem(400, "request-not-valid");
    const { messageId, phone, ...rest } = body;
    if (!EDNA_TEMPLATES.some(({ id, status }) => id === rest.templateId && status === "APPROVED"))
      return problem(400, "matched-template-not-found");
    return this.take(messageId, phone, JSON.stringify(rest));
  }

  private take(requestId: string, address: string, body: string): Response {
    if (this.accepted.some((known) => known.requestId === requestId)) return problem(400, "requestId-is-not-unique");
    const phone = address.replace(/^\+/, "");
    const atMs = this.now();
    const cancelled = this.accepted.some(
      (known) => known.phone === phone && known.body === body && atMs - known.atMs < EQUAL_WITHIN_MS,
    );
    this.accepted.push({ requestId, phone, body, atMs, cancelled });
    this.log.messages.push({ id: requestId, idempotencyKey: requestId, to: address });
    return jsonAnswer(200, { requestId });
  }

  private async setCallback(received: ReceivedRequest): Promise<Response> {
    const body = this.read(received, callbackSetSchema);
    if (body === undefined) return problem(400, "callback-request-not-valid");
    const { subjectId = 0, ...urls } = body;
    for (const url of new Set(Object.values(urls).filter((value) => value !== undefined))) {
      const status = (await this.options.checkCallback?.(url)) ?? 200;
      if (status !== 200) return problem(400, "callback-url-not-available");
      this.callbacks.set(subjectId, url);
    }
    return jsonAnswer(200, {});
  }

  private history(received: ReceivedRequest): Response {
    const body = this.read(received, historyRequestSchema);
    if (body === undefined) return problem(400, "history-request-not-valid");
    const phone = body.subscriberFilter?.address.replace(/^\+/, "");
    const found = this.accepted.filter((message) => phone === undefined || message.phone === phone);
    const page = found.slice(body.offset, body.offset + body.limit).map(({ requestId, cancelled }, index) => ({
      messageId: body.offset + index + 1,
      comment: requestId,
      direction: "OUT",
      channelType: "WHATSAPP",
      subjectId: this.options.subjectId,
      address: phone,
      deliveryStatus: cancelled ? "CANCELLED" : "DELIVERED",
    }));
    return jsonAnswer(200, { content: page, hasNext: body.offset + page.length < found.length });
  }

  private channels(): unknown {
    const { subjectId, channelActive = true } = this.options;
    return [
      {
        id: 1,
        name: "Channel",
        subjectId,
        subject: "RETAIL_WA",
        active: channelActive,
        registrationStatus: "DONE_BUSINESS_VERIFICATION",
        type: "WHATSAPP",
      },
    ];
  }

  private file(name: string): Response {
    const file = this.options.files?.[name];
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(Uint8Array.from(file.bytes), { headers: { "content-type": file.contentType } });
  }

  private read<Schema extends z.ZodType>(
    { body, headers }: ReceivedRequest,
    schema: Schema,
  ): z.output<Schema> | undefined {
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success && headers["content-type"] === "application/json") return parsed.data;
    this.log.complaints.push(parsed.success ? "content-type" : "body-invalid");
    return undefined;
  }
}

/** RFC 9457, as edna's example. */
function problem(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonAnswer(status, { title, status, detail: title }, headers);
}

function misbehaved(behaviour: Misbehaviour): Response {
  if (behaviour.kind === "rate-limited")
    return problem(429, "Too Many Requests", { "retry-after": String(behaviour.retryAfterSeconds) });
  return behaviour.kind === "credentials-refused" ? problem(401, "Auth error") : problem(503, "Service Unavailable");
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8")) as unknown;
  } catch {
    // No JSON: the schema refuses it.
    return undefined;
  }
}
