import type { ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import { receivedRequest } from "../simulator/received-request.js";
import { SimulatorLog } from "../simulator/simulator-log.js";
import { CloudDesk } from "./cloud-desk.js";
import type { CloudAct, CloudDialect } from "./cloud-dialect.js";
import type { CloudMisbehaviour } from "./cloud-misbehaviour.js";
import type { CloudSimulatorOptions } from "./cloud-simulator-options.js";
import { graphError } from "./graph-error.js";

const MEDIA_ROOT = "https://lookaside.fbsbx.com/whatsapp_business/attachments/";

/**
 * The other side of a provider of the Cloud API: asks for the credentials, checks what it is sent against the published shapes, keeps files, and can be told to
 * misbehave. Works on web-standard requests, so it serves a loopback server and msw handlers alike.
 */
export class CloudSimulation {
  readonly log = new SimulatorLog();
  readonly desk: CloudDesk;
  readonly #dialect: CloudDialect;
  #behaviour: CloudMisbehaviour | undefined;
  #times = 0;

  constructor(
    options: CloudSimulatorOptions,
    dialectOf: (desk: CloudDesk) => Omit<CloudDialect, "desk" | "mediaRoot">,
  ) {
    this.desk = new CloudDesk(options, (code) => void this.log.complaints.push(code));
    this.#dialect = { ...dialectOf(this.desk), desk: this.desk, mediaRoot: MEDIA_ROOT };
  }

  misbehave(behaviour: CloudMisbehaviour, times = 1): void {
    this.#behaviour = behaviour;
    this.#times = times;
  }

  /** `"drop"`: the connection closes without an answer. */
  async answer(request: Request): Promise<Response | "drop"> {
    const received = await receivedRequest(request);
    this.log.requests.push(received);
    const { pathname, searchParams } = new URL(request.url);
    const act = this.#dialect.actOf(received.method, pathname, searchParams);
    const behaviour = this.#next(act);
    switch (behaviour?.kind) {
      case undefined:
        return this.#work(received, act, false);
      case "lose-answer":
        await this.#work(received, act, false);
        return "drop";
      case "media-fault":
        return this.#work(received, act, true);
      case "credentials-refused":
        return this.#dialect.unauthorized();
      case "unavailable":
        return graphError(503, 2, "Service temporarily unavailable");
      case "rate-limited":
        return graphError(429, 130_429, "Rate limit hit", { "retry-after": String(behaviour.retryAfterSeconds) });
      case "recipient-unknown":
        return graphError(400, 131_026, "Message undeliverable");
      case "service-window-closed":
        return graphError(400, 131_047, "Re-engagement message");
    }
  }

  #next(act: CloudAct | undefined): CloudMisbehaviour | undefined {
    const behaviour = this.#behaviour;
    if (this.#times === 0 || behaviour === undefined) return undefined;
    const forSends = behaviour.kind === "recipient-unknown" || behaviour.kind === "service-window-closed";
    if ((forSends && act?.act !== "send") || (behaviour.kind === "media-fault" && act?.act !== "download"))
      return undefined;
    this.#times -= 1;
    return behaviour;
  }

  async #work(received: ReceivedRequest, act: CloudAct | undefined, damaged: boolean): Promise<Response> {
    const { desk } = this;
    if (!this.#dialect.isAuthorized(received)) return this.#dialect.unauthorized();
    switch (act?.act) {
      case "send": {
        const before = desk.messages.length;
        const response = desk.post(this.#json(received));
        for (const { id, to, idempotencyKey } of desk.messages.slice(before))
          this.log.messages.push({ id, to, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
        return response;
      }
      case "upload":
        return this.#upload(received);
      case "describe":
        return desk.describeFile(act.id, `${this.#dialect.mediaRoot}?mid=${act.id}&ext=1764000000&hash=ATuSimulated`);
      case "delete":
        return desk.deleteFile(act.id);
      case "download":
        return this.#download(act.id, damaged);
      case "other":
        return act.answer(received);
      case undefined:
        this.log.complaints.push(`PATH_UNKNOWN ${received.method} ${received.path}`);
        return graphError(400, 100, "Unsupported request");
    }
  }

  async #upload({ headers, body }: ReceivedRequest): Promise<Response> {
    const form = new Response(Uint8Array.from(body), { headers: { "content-type": headers["content-type"] ?? "" } });
    try {
      return await this.desk.upload(await form.formData());
    } catch {
      // No multipart form: Node's reader says so by throwing.
      this.log.complaints.push("UPLOAD_UNREADABLE");
      return graphError(400, 100, "Invalid parameter");
    }
  }

  #download(id: string, damaged: boolean): Response {
    const file = this.desk.files.get(id);
    if (file === undefined) return new Response("Not found", { status: 404 });
    const bytes = Uint8Array.from(file.bytes);
    if (damaged && bytes[0] !== undefined) bytes[0] ^= 0xff;
    return new Response(bytes, { headers: { "content-type": file.contentType } });
  }

  #json({ headers, body }: ReceivedRequest): unknown {
    if (headers["content-type"] !== "application/json") this.log.complaints.push("CONTENT_TYPE");
    try {
      return JSON.parse(Buffer.from(body).toString("utf8")) as unknown;
    } catch {
      // No JSON: the schema refuses it.
      return undefined;
    }
  }
}
