import type { Misbehaviour, ReceivedRequest, TakenBySimulator } from "@plugboard/provider-testkit/conformance";
import type { ApiAnswer, SimulatedApi } from "./simulated-api.js";

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A provider's other side: it checks the key and each request, remembers what it took, and misbehaves when told to. The same behind a loopback server and
 * behind msw handlers.
 */
export class ApiSimulation {
  readonly requests: ReceivedRequest[] = [];
  readonly messages: TakenBySimulator[] = [];
  /** What was wrong with requests, as codes; empty for a correct host. */
  readonly complaints: string[] = [];
  #misbehaviour: Misbehaviour | undefined;
  #times = 0;

  constructor(private readonly api: SimulatedApi) {}

  /** @param times - how often in a row. */
  misbehave(behaviour: Misbehaviour, times = 1): void {
    this.#misbehaviour = behaviour;
    this.#times = times;
  }

  /** `"drop"`: the connection closes without an answer, after the request was carried out. */
  answer(request: ReceivedRequest): WireAnswer | "drop" {
    this.requests.push(request);
    const behaviour = this.#times > 0 ? this.#misbehaviour : undefined;
    this.#times -= 1;
    const { status, body } = behaviour === undefined ? this.work(request) : this.misbehaved(behaviour, request);
    if (behaviour?.kind === "lose-answer") return "drop";
    const wait = behaviour?.kind === "rate-limited" ? { "retry-after": String(behaviour.retryAfterSeconds) } : {};
    return { status, headers: { "content-type": "application/json", ...wait }, body: JSON.stringify(body) };
  }

  private work(request: ReceivedRequest): ApiAnswer {
    const { api } = this;
    if (!api.isAuthorised(request.headers)) {
      this.complaints.push("UNAUTHORISED");
      return api.refusal("credentials");
    }
    if (request.method === "GET" && request.path === api.probePath) return { status: 200, body: {} };
    const read =
      request.method === "POST" && request.path === api.sendPath ? api.read(request, jsonOf(request)) : "NOT_FOUND";
    if (typeof read === "string") {
      this.complaints.push(read);
      return api.refusal("bad-request");
    }
    const known = this.messages.find(({ idempotencyKey }) => read.key !== undefined && idempotencyKey === read.key);
    const id = known?.id ?? api.id(this.messages.length + 1);
    if (known === undefined)
      this.messages.push({ id, to: read.to, ...(read.key === undefined ? {} : { idempotencyKey: read.key }) });
    return api.receipt(id);
  }

  private misbehaved(behaviour: Misbehaviour, request: ReceivedRequest): ApiAnswer {
    const { api } = this;
    switch (behaviour.kind) {
      case "credentials-refused":
        return api.refusal("credentials");
      case "unavailable":
        return api.refusal("unavailable");
      case "rate-limited":
        return api.refusal("rate-limited");
      case "recipient-unknown":
        return request.path === api.sendPath && api.recipientUnknown ? api.recipientUnknown : this.work(request);
      default:
        return this.work(request);
    }
  }
}

function jsonOf({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    // No JSON: the schema refuses it.
    return undefined;
  }
}
