import { createPublicKey, createVerify } from "node:crypto";
import type { Misbehaviour, ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { jsonAnswer } from "../simulator/json-answer.js";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";
import { type VoximplantMethod, voximplantMethods } from "./voximplant-request-schemas.js";
import type { VoximplantSimulatorOptions } from "./voximplant-simulator-options.js";

/** A session of the scenario. */
export interface SimulatedSession {
  readonly id: number;
  readonly customData: string;
  /** Ended sessions are in the history. */
  duration: number | undefined;
  readonly records: { readonly record_id: number; readonly record_url: string }[];
}

const headSchema = z.object({ alg: z.literal("RS256"), kid: z.string() });
const claimsSchema = z.object({ iss: z.number(), iat: z.number(), exp: z.number() });

/** Voximplant's side of the Management API: checks tokens and parameters, keeps sessions and messages. */
export class VoximplantSimulation {
  readonly log = new SimulatorLog();
  readonly sessions: SimulatedSession[] = [];
  readonly messages: {
    readonly id: number;
    readonly source: string;
    readonly destination: string;
    readonly text: string;
  }[] = [];
  /** Told of a session that begins. */
  onSession: (session: SimulatedSession) => void = () => undefined;
  #ids = 1_000_000;

  constructor(readonly options: VoximplantSimulatorOptions) {}

  get nowMs(): number {
    return (this.options.now ?? Date.now)();
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** `"drop"`: the connection closes without an answer. */
  async answer(request: Request): Promise<Response | "drop"> {
    const received = await receivedRequest(request);
    this.log.requests.push(received);
    const method = /^\/platform_api\/(\w+)$/.exec(received.path)?.[1];
    const behaviour = this.log.next(method === "SendSmsMessage" || method === "StartScenarios");
    if (behaviour !== undefined && behaviour.kind !== "lose-answer") return misbehaved(behaviour);
    const answer = this.work(received, method);
    return behaviour === undefined ? answer : "drop";
  }

  private work(received: ReceivedRequest, method: string | undefined): Response {
    if (!this.isAuthorized(received)) return failure(100);
    if (method === undefined) {
      const bytes = this.options.recordings?.[received.path];
      if (bytes === undefined) this.log.complaints.push("path-unknown");
      return bytes === undefined
        ? new Response(null, { status: 404 })
        : new Response(Uint8Array.from(bytes), { headers: { "content-type": "audio/mpeg" } });
    }
    if (!Object.hasOwn(voximplantMethods, method)) {
      this.log.complaints.push("method-unknown");
      return failure(110);
    }
    const known = method as VoximplantMethod;
    const fields = [...new URLSearchParams(Buffer.from(received.body).toString("utf8"))];
    const parsed = voximplantMethods[known].safeParse(Object.fromEntries(fields));
    const isForm = received.headers["content-type"] === "application/x-www-form-urlencoded";
    if (!parsed.success || !isForm || received.method !== "POST") {
      this.log.complaints.push(`${known}: parameters`);
      return failure(103);
    }
    return this.carryOut(known, Object.fromEntries(fields));
  }

  private readonly deletedRecords = new Set<string>();

  private carryOut(method: VoximplantMethod, fields: Readonly<Record<string, string>>): Response {
    const { count = "20", offset = "0" } = fields;
    const page = <Item>(all: readonly Item[]): Response => {
      const result = all.slice(Number(offset), Number(offset) + Number(count));
      return jsonAnswer(200, { result, total_count: all.length, count: result.length });
    };
    switch (method) {
      case "StartScenarios": {
        const customData = fields["script_custom_data"] ?? "";
        const session: SimulatedSession = { id: this.nextId(), customData, duration: undefined, records: [] };
        this.sessions.push(session);
        this.onSession(session);
        return jsonAnswer(200, {
          result: 1,
          media_session_access_url: "http://127.0.0.1/",
          media_session_access_secure_url: "https://127.0.0.1/",
          call_session_history_id: session.id,
        });
      }
      case "SendSmsMessage": {
        const { source = "", destination = "", sms_body: text = "" } = fields;
        if (source !== this.options.from.replace(/^\+/, "")) return failure(422);
        const id = this.nextId();
        this.messages.push({ id, source, destination, text });
        this.log.messages.push({ id: String(id), to: destination });
        return jsonAnswer(200, { result: 1, message_id: id, fragments_count: 1 });
      }
      case "GetCallHistory": {
        const wanted = fields["call_session_history_id"]?.split(";");
        const { remote_number: remote, local_number: local } = fields;
        const found = this.sessions.filter(
          ({ id, duration, customData }) =>
            duration !== undefined &&
            (wanted === undefined || wanted.includes(String(id))) &&
            (remote === undefined || customData.includes(`"t":"+${remote}"`)) &&
            (local === undefined || customData.includes(`"f":"+${local}"`)),
        );
        return page(found.map(sessionInfo));
      }
      case "GetSmsHistory": {
        const { source_number: source, destination_number: destination } = fields;
        const found = this.messages.filter(
          (one) =>
            (source === undefined || one.source === source) &&
            (destination === undefined || one.destination === destination),
        );
        return page(found.map(({ id, text }) => ({ message_id: id, text })));
      }
      case "DeleteRecord": {
        const name = fields["record_url"] ?? fields["record_id"] ?? "";
        // The history lists a recording for a while after it is gone.
        if (this.deletedRecords.has(name)) return failure(341);
        this.deletedRecords.add(name);
        return jsonAnswer(200, { result: 1 });
      }
      case "GetAccountInfo":
        return jsonAnswer(200, {
          result: { account_id: Number(this.options.accountId), active: true },
          api_address: "api",
        });
    }
  }

  private isAuthorized({ headers }: ReceivedRequest): boolean {
    const [head = "", claims = "", signature = ""] = (headers["authorization"] ?? "")
      .replace(/^Bearer /, "")
      .split(".");
    const { keyId, privateKey } = this.options.serviceAccount;
    const isSigned = createVerify("RSA-SHA256")
      .update(`${head}.${claims}`)
      .verify(createPublicKey(privateKey), signature, "base64url");
    const headRead = headSchema.safeParse(read(head));
    const claimsRead = claimsSchema.safeParse(read(claims));
    if (!isSigned || !headRead.success || !claimsRead.success) return false;
    const { iss, iat, exp } = claimsRead.data;
    const nowSeconds = this.nowMs / 1_000;
    return (
      headRead.data.kid === keyId &&
      iss === Number(this.options.accountId) &&
      iat <= nowSeconds + 60 &&
      exp > nowSeconds - 60 &&
      exp - iat <= 3_600
    );
  }
}

function sessionInfo({ id, duration, customData, records }: SimulatedSession): unknown {
  return {
    call_session_history_id: id,
    duration,
    finish_reason: "Normal termination",
    custom_data: customData,
    calls: [{ call_id: id + 1, incoming: false, successful: true }],
    records,
  };
}

function read(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as unknown;
  } catch {
    // No token: the schema refuses it.
    return undefined;
  }
}

/** Errors come with status 200. */
const failure = (code: number): Response => jsonAnswer(200, { error: { code, msg: "simulated" } });

function misbehaved(behaviour: Exclude<Misbehaviour, { kind: "lose-answer" }>): Response {
  switch (behaviour.kind) {
    case "credentials-refused":
      return failure(100);
    case "recipient-unknown":
      return failure(423);
    case "unavailable":
      return jsonAnswer(503, {});
    default:
      return "retryAfterSeconds" in behaviour
        ? jsonAnswer(429, {}, { "retry-after": String(behaviour.retryAfterSeconds) })
        : jsonAnswer(503, {});
  }
}
