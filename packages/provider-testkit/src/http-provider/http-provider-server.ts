import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Misbehaviour, ReceivedRequest } from "../conformance/fixtures/provider-simulator.js";

/** One message the server took. */
export interface TakenMessage {
  /** The provider's id, as answered. */
  readonly id: string;
  readonly idempotencyKey: string | undefined;
  readonly reference: string;
  readonly to: string;
  readonly from: string | undefined;
  readonly text: string;
  readonly inReplyTo: string | undefined;
  /** The request body, byte for byte. */
  readonly body: Uint8Array;
  /** UTC, ISO 8601, as answered. */
  readonly receivedAt: string;
}

export interface HttpProviderServerOptions {
  /** The key it asks for. @defaultValue `"test-api-key"` */
  readonly apiKey?: string;
  /** A repeated idempotency key gets the first answer. Off: every request is a new message. @defaultValue true */
  readonly honoursKeys?: boolean;
  /** Numbers it answers `recipient_unknown` for. */
  readonly unknownNumbers?: readonly string[];
  /** 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
}

export interface HttpProviderServer {
  /** For the setting `baseUrl`. */
  readonly baseUrl: string;
  readonly port: number;
  /** What it took, in order, repeats of a key left out. */
  readonly messages: readonly TakenMessage[];
  /** How often a known key came again. */
  readonly repeats: number;
  /** Everything that reached it, whether it was taken or not. */
  readonly requests: readonly ReceivedRequest[];
  /** Requests that broke the API's rules, as codes: a correct provider leaves none. */
  readonly complaints: readonly string[];
  /** Does this instead of its work with the next so many requests, one when absent. */
  misbehave(behaviour: Misbehaviour, times?: number): void;
  close(): Promise<void>;
}

const requestSchema = z.strictObject({
  reference: z.string().min(1).max(256),
  to: z.string().regex(/^\+[1-9][0-9]{1,14}$/),
  from: z.string().min(1).max(256).optional(),
  text: z
    .string()
    .min(1)
    .refine((text) => [...text].length <= 1_600),
  in_reply_to: z.string().min(1).optional(),
});

const MAX_BODY_BYTES = 1_048_576;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The plain HTTP provider's other side: a correct server on loopback that checks all it is sent and remembers it. */
export async function startHttpProviderServer(options: HttpProviderServerOptions = {}): Promise<HttpProviderServer> {
  const apiKey = options.apiKey ?? "test-api-key";
  const messages: TakenMessage[] = [];
  const byKey = new Map<string, TakenMessage>();
  const byReference = new Map<string, TakenMessage>();
  const complaints: string[] = [];
  const requests: ReceivedRequest[] = [];
  let repeats = 0;
  let misbehaviour: Misbehaviour | undefined;
  let misbehavesLeft = 0;

  const refuse = (status: number, code: string): Answer => {
    complaints.push(code);
    return { status, body: { error: { code } } };
  };

  const take = (request: IncomingMessage, body: Buffer): Answer => {
    if (request.headers["content-type"] !== "application/json") return refuse(415, "content_type");
    const idempotencyKey = onlyOne(request.headers["idempotency-key"]);
    const parsed = requestSchema.safeParse(parseJson(body));
    if (!parsed.success) return refuse(422, "body_invalid");
    const known = options.honoursKeys === false || idempotencyKey === undefined ? undefined : byKey.get(idempotencyKey);
    if (known) {
      if (!Buffer.from(known.body).equals(body)) return refuse(409, "key_reused");
      repeats += 1;
      return accepted(known);
    }
    if (options.unknownNumbers?.includes(parsed.data.to)) {
      return { status: 422, body: { error: { code: "recipient_unknown" } } };
    }
    const { reference, to, from, text, in_reply_to: inReplyTo } = parsed.data;
    const receivedAt = new Date().toISOString();
    const id = `m-${messages.length + 1}`;
    const message: TakenMessage = { id, idempotencyKey, reference, to, from, text, inReplyTo, body, receivedAt };
    messages.push(message);
    byReference.set(reference, message);
    if (idempotencyKey !== undefined) byKey.set(idempotencyKey, message);
    return accepted(message);
  };

  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    const path = request.url ?? "/";
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refuse(401, "key_unknown");
    if (request.method === "GET" && path === "/health") return { status: 200, body: { status: "ok" } };
    if (request.method === "POST" && path === "/messages") return take(request, body);
    const reference = request.method === "GET" ? /^\/messages\/by-reference\/([^/?]+)$/.exec(path)?.[1] : undefined;
    if (reference === undefined) return refuse(404, "path_unknown");
    const found = byReference.get(decodeURIComponent(reference));
    return found ? accepted(found, 200) : { status: 404, body: { error: { code: "message_unknown" } } };
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_BODY_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on("end", () => {
      const body = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
      requests.push(receivedRequest(request, body));
      const behaviour = misbehavesLeft > 0 ? misbehaviour : undefined;
      misbehavesLeft -= 1;
      const spoilt = behaviour === undefined ? undefined : misbehaviourAnswer(behaviour);
      const right = spoilt ?? answer(request, body);
      if (behaviour?.kind === "lose-answer") request.socket.destroy();
      else write(response, right);
    });
  });
  // Longer than any pause in a test: a server that hangs up on idle connections is one of the faults, not the healthy case.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port ?? 0);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    messages,
    get repeats() {
      return repeats;
    },
    complaints,
    requests,
    misbehave: (behaviour, times = 1) => {
      misbehaviour = behaviour;
      misbehavesLeft = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function accepted(message: TakenMessage, status = 201): Answer {
  return { status, body: { id: message.id, received_at: message.receivedAt } };
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": length, ...headers });
  response.end(text);
}

function receivedRequest({ method = "", url = "", headers }: IncomingMessage, body: Uint8Array): ReceivedRequest {
  const fields = Object.entries(headers).map(([name, value]) => [name, onlyOne(value) ?? ""] as const);
  return { method, path: url, headers: Object.fromEntries(fields), body };
}

/** In the API's own words; nothing where it does its work and loses the answer. */
function misbehaviourAnswer(behaviour: Misbehaviour): Answer | undefined {
  switch (behaviour.kind) {
    case "lose-answer":
      return undefined;
    case "credentials-refused":
      return { status: 401, body: { error: { code: "key_unknown" } } };
    case "unavailable":
      return { status: 503, body: { error: { code: "unavailable" } } };
    case "recipient-unknown":
      return { status: 422, body: { error: { code: "recipient_unknown" } } };
    case "rate-limited":
      return {
        status: 429,
        body: { error: { code: "too_many_requests" } },
        headers: { "retry-after": String(behaviour.retryAfterSeconds) },
      };
  }
}

function onlyOne(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
