import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type {
  Misbehaviour,
  ProviderSimulator,
  ReceivedRequest,
  TakenBySimulator,
} from "@plugboard/provider-testkit/conformance";

/** An answer in the API's own words. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a provider's API does, as far as the simulator plays it. */
export interface SimulatedApi {
  /** `"/emails"` */
  readonly sendPath: string;
  readonly probePath: string;
  isAuthorised(headers: Readonly<Record<string, string>>): boolean;
  /** Reads a request that sends; a text is what is wrong with it, as a code. */
  read(request: ReceivedRequest, body: unknown): { readonly to: string; readonly key?: string | undefined } | string;
  receipt(id: string): ApiAnswer;
  refusal(kind: "credentials" | "unavailable" | "rate-limited" | "bad-request"): ApiAnswer;
  /** Where the API refuses an unknown recipient at once; absent where it takes everything and reports afterwards. */
  readonly recipientUnknown?: ApiAnswer;
  /** A new id of a message. */
  id(number: number): string;
}

/** Plays a provider's API on loopback: it checks the key and each request, remembers what it took, and misbehaves when told to. */
export async function startApiSimulator(api: SimulatedApi): Promise<ProviderSimulator> {
  const requests: ReceivedRequest[] = [];
  const messages: TakenBySimulator[] = [];
  const complaints: string[] = [];
  let misbehaviour: Misbehaviour | undefined;
  let times = 0;

  const work = (request: ReceivedRequest): ApiAnswer => {
    if (!api.isAuthorised(request.headers)) {
      complaints.push("UNAUTHORISED");
      return api.refusal("credentials");
    }
    if (request.method === "GET" && request.path === api.probePath) return { status: 200, body: {} };
    const read =
      request.method === "POST" && request.path === api.sendPath ? api.read(request, jsonOf(request)) : "NOT_FOUND";
    if (typeof read === "string") {
      complaints.push(read);
      return api.refusal("bad-request");
    }
    const known = messages.find(({ idempotencyKey }) => read.key !== undefined && idempotencyKey === read.key);
    const id = known?.id ?? api.id(messages.length + 1);
    if (known === undefined)
      messages.push({ id, to: read.to, ...(read.key === undefined ? {} : { idempotencyKey: read.key }) });
    return api.receipt(id);
  };
  const misbehave = (behaviour: Misbehaviour, request: ReceivedRequest): ApiAnswer => {
    switch (behaviour.kind) {
      case "credentials-refused":
        return api.refusal("credentials");
      case "unavailable":
        return api.refusal("unavailable");
      case "rate-limited":
        return api.refusal("rate-limited");
      case "recipient-unknown":
        return request.path === api.sendPath && api.recipientUnknown ? api.recipientUnknown : work(request);
      default:
        return work(request);
    }
  };

  const server = createServer((incoming, response) => {
    const answer = async (): Promise<void> => {
      const request = await readRequest(incoming);
      requests.push(request);
      const behaviour = times > 0 ? misbehaviour : undefined;
      times -= 1;
      const { status, body } = behaviour === undefined ? work(request) : misbehave(behaviour, request);
      if (behaviour?.kind === "lose-answer") {
        incoming.socket.destroy();
        return;
      }
      const wait = behaviour?.kind === "rate-limited" ? { "retry-after": String(behaviour.retryAfterSeconds) } : {};
      response.writeHead(status, { "content-type": "application/json", ...wait }).end(JSON.stringify(body));
    };
    answer().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    messages,
    complaints,
    misbehave: (behaviour, howOften = 1) => {
      misbehaviour = behaviour;
      times = howOften;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function jsonOf({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  const { method = "", url = "" } = incoming;
  return { method, path: url, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
}
