import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { gatewayCallSchema, type GatewayVerb, gatewayVerbsSchema } from "../wire/gateway-api.js";
import type { SoftphoneCommand } from "../wire/softphone-command.js";
import { type SoftphoneEvent, softphoneEventSchema } from "../wire/softphone-event.js";
import { type SoftphoneLiveCall, type SoftphonePresence, softphonePresenceSchema } from "../wire/softphone-presence.js";
import { softphoneDialSchema } from "../wire/softphone-dial.js";
import { DialGate, type MayDial } from "./dial-gate.js";
import { issueRegistration, type SipAccount } from "./issue-registration.js";
import { KnownCall } from "./known-call.js";
import { KnownCalls } from "./known-calls.js";
import { OperatorDesk } from "./operator-desk.js";
import { ABSENT_AFTER_MS } from "./operator-page.js";
import { readJsonBody } from "./read-json-body.js";
import { ReportQueue } from "./report-queue.js";

export interface SoftphoneGatewayOptions {
  readonly sip: SipAccount;
  /** Who asks, by the site's own session; `undefined` for nobody. The id is the user of the SIP address. */
  identify(
    request: Request,
  ): Promise<{ readonly id: string; readonly displayName?: string } | undefined> | { id: string } | undefined;
  /** Origins of pages that may ask: `"https://desk.example.com"`. A post from another one is refused whoever is logged in. */
  readonly origins: readonly string[];
  /** The provider's credential `apiKey`; at least 32 characters. */
  readonly apiKey: string;
  /** Where calls are told to the host: the channel's webhook, and the credential `webhookSecret`. */
  readonly webhook: { readonly url: string; readonly secret: string; deliver(request: Request): Promise<Response> };
  /** Asked before an operator's page dials, and before it gives a call to somebody. What it throws lets nothing through. */
  readonly mayDial: MayDial;
  /** Path before ours, as the site mounts it: `"/softphone"`. */
  readonly basePath: string;
  readonly now?: () => number;
  /** How long a page's question for commands stays open, and how long its event waits until the host has it. Milliseconds. @defaultValue 25,000 */
  readonly patienceMs?: number;
}

const OPERATOR = /^[A-Za-z0-9._~-]{1,64}$/;
/** As a page names itself. One that does not is the page without a name. */
const PAGE_ID = /^[0-9a-f-]{36}$/;
const REVIEW_MS = 15_000;
/** After every event a page tells of a call. */
const LAST_SEQUENCE = 2_147_483_647;

/**
 * Stands between operators' pages and the host, within the site that knows who the operators are: gives pages their credentials, takes what they
 * tell of calls and passes it on signed, and hands them what the host asks for. Web-standard: `fetch(request)` answers everything below `basePath`.
 *
 * It writes nothing down. A page's event is taken when the host has it, a page tells a gateway that starts anew which calls it has, and until pages had
 * time for that a call nobody knows is not told to be over.
 */
export class SoftphoneGateway {
  private readonly desks = new Map<string, OperatorDesk>();
  private readonly calls = new KnownCalls();
  private readonly reports: ReportQueue;
  private readonly dials: DialGate;
  private readonly now: () => number;
  private readonly apiKeyHash: Buffer;
  /** Tells pages that another gateway has taken over: it knows nothing of their calls. */
  private readonly gatewayId = randomUUID();
  private readonly startedAtMs: number;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly options: SoftphoneGatewayOptions) {
    if (options.apiKey.length < 32) throw new TypeError("apiKey: at least 32 characters");
    this.now = options.now ?? Date.now;
    this.apiKeyHash = sha256(options.apiKey);
    this.reports = new ReportQueue(options.webhook, this.now);
    this.dials = new DialGate(options.sip, options.mayDial, this.now);
    this.startedAtMs = this.now();
    this.timer = setInterval(() => this.review(), REVIEW_MS).unref();
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const { basePath } = this.options;
    if (!pathname.startsWith(`${basePath}/`)) return answer(404);
    const path = pathname.slice(basePath.length);
    const body = request.method === "POST" ? await readJsonBody(request) : undefined;
    if (body === "too-large") return answer(413);
    return path.startsWith("/api/") ? this.ofHost(request, path, body) : this.ofPage(request, path, body);
  };

  /** Whether an operator's page is there. */
  presence(operator: string): SoftphonePresence["state"] {
    return this.desks.get(operator)?.state(this.now()) ?? "offline";
  }

  /** Ends the calls of pages that are gone without a word: nobody else could tell the host. Done by itself every 15 seconds. */
  review(): void {
    if (this.isNew) return;
    for (const [callId, call] of this.calls.of((one) => this.isGone(one))) {
      this.calls.drop(callId);
      if (call.isOver) continue;
      const { operator, pageCall } = call;
      const report: SoftphoneEvent = {
        ...{ eventId: randomUUID(), sipCallId: pageCall.slice(0, 200), event: "ended", from: "", to: "" },
        direction: callId.includes("/") ? "inbound" : "outbound",
        ...{ occurredAt: new Date(this.now()).toISOString(), sequence: LAST_SEQUENCE },
        ...{ cause: "failed", endedBy: "system" },
        ...(callId.includes("/") ? {} : { commandId: pageCall }),
      };
      void this.reports.add(report.eventId, { callId, operator, report });
    }
  }

  /** Lets pages and what waits go. */
  close(): void {
    clearInterval(this.timer);
    for (const desk of this.desks.values()) desk.close();
    this.reports.close();
  }

  private async ofPage(request: Request, path: string, body: unknown): Promise<Response> {
    const origin = request.headers.get("origin");
    const isPost = request.method === "POST";
    // A page of another site can post with the operator's session, and cannot hide where it comes from.
    if (isPost && (origin === null || !this.options.origins.includes(origin))) return answer(403);
    const operator = await this.options.identify(request);
    if (operator === undefined || !OPERATOR.test(operator.id)) return answer(401);
    const desk = this.desk(operator.id);
    const named = request.headers.get("softphone-page") ?? "";
    const page = PAGE_ID.test(named) ? named : "";
    if (isPost && path === "/registration")
      return answer(200, issueRegistration(this.options.sip, operator, this.now()));
    if (isPost && path === "/dials") return this.dial(operator.id, body);
    if (isPost && path === "/presence") {
      const presence = softphonePresenceSchema.safeParse(body);
      if (!presence.success) return answer(400);
      desk.page(page).announce(presence.data.state, this.now());
      for (const call of presence.data.calls ?? []) this.learn(operator.id, page, call);
      return answer(204);
    }
    if (isPost && path === "/events") {
      const event = softphoneEventSchema.safeParse(body);
      if (!event.success) return answer(400);
      return answer(await this.take(operator.id, page, event.data));
    }
    if (request.method === "GET" && path === "/commands") {
      const last = new URL(request.url).searchParams.get("last") ?? undefined;
      const commands = await desk.ask(page, last, this.options.patienceMs ?? PATIENCE_MS, this.now, request.signal);
      for (const { command, commandId } of commands)
        if (command === "dial") this.calls.get(commandId.split(".", 1)[0] ?? "")?.addPage(page);
      return answer(200, { gateway: this.gatewayId, commands });
    }
    return answer(404);
  }

  private async dial(operator: string, body: unknown): Promise<Response> {
    const read = softphoneDialSchema.safeParse(body);
    // A blank or a line's end would be read as more than an address.
    if (!read.success || /[\s>]/.test(read.data.to.replace(/^[+\d][\d\s()./-]*$/, ""))) return answer(400);
    const { to, commandId } = read.data;
    const known = commandId === undefined ? undefined : this.knownBy(operator, commandId, commandId)?.call;
    try {
      const decided = await this.dials.decide(operator, to, known?.to === to);
      return answer("address" in decided ? 200 : 403, decided);
    } catch {
      // Nobody is called on a question that nobody could answer; why is the site's to know, not the page's.
      return answer(503);
    }
  }

  private ofHost(request: Request, path: string, body: unknown): Response {
    const key = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    if (!timingSafeEqual(sha256(key), this.apiKeyHash)) return answer(401);
    const [, callId, what] = /^\/api\/calls\/([^/]+)(\/verbs)?$/.exec(path) ?? [];
    if (request.method === "GET" && path === "/api/ping") return answer(200, {});
    if (request.method === "POST" && path === "/api/calls") return this.begin(body);
    const call = callId === undefined ? undefined : this.calls.get(decodeURIComponent(callId));
    // Its page may not have told this gateway of it yet.
    if (callId !== undefined && call === undefined && this.isNew) return answer(503);
    if (callId === undefined || call === undefined) return answer(404);
    if (request.method === "GET" && what === undefined)
      return answer(200, { callId: decodeURIComponent(callId), state: call.state });
    if (request.method !== "POST" || what === undefined) return answer(404);
    const verbs = gatewayVerbsSchema.safeParse(body);
    if (!verbs.success) return answer(400);
    return answer(this.ask(call, verbs.data.verbs) ? 202 : 503);
  }

  private begin(body: unknown): Response {
    const read = gatewayCallSchema.safeParse(body);
    if (!read.success) return answer(400);
    const { callId, operator, to, verbs } = read.data;
    if (this.calls.has(callId)) return answer(202, { callId });
    // Nobody is there who could speak: the host is told at once, not after ringing.
    if (this.presence(operator) === "offline") return answer(409);
    const commandId = this.commandIdOf(callId, operator);
    if (!this.desk(operator).command({ commandId, command: "dial", to })) return answer(503);
    this.calls.keep(callId, Object.assign(new KnownCall(operator, commandId, to), { state: "begun", verbs }));
    return answer(202, { callId });
  }

  /** @returns the status for the page: what is not with the host yet it says again, which makes it no second event. */
  private async take(operator: string, page: string, event: SoftphoneEvent): Promise<204 | 429 | 503> {
    const known = this.knownBy(operator, event.sipCallId, event.commandId);
    if (known === undefined) return 204;
    const { callId, call } = known;
    const isNews = call.hears(page, event);
    if (call.isOver && call.isLeft) this.calls.drop(callId);
    else this.calls.keep(callId, call);
    if (!isNews) return 204;
    const taken = this.reports.add(event.eventId, { callId, operator, report: event });
    if (taken === undefined) return 429;
    if (event.event === "answered") {
      this.ask(call, call.verbs);
      call.verbs = [];
    }
    return (await within(taken, this.options.patienceMs ?? PATIENCE_MS)) ? 204 : 503;
  }

  /** A page tells of a call it has. */
  private learn(operator: string, page: string, { call: sipCallId, commandId, state }: SoftphoneLiveCall): void {
    const known = this.knownBy(operator, sipCallId, commandId);
    if (known === undefined) return;
    const { callId, call } = known;
    if (!this.calls.has(callId)) {
      call.state = state;
      this.calls.keep(callId, call);
    }
    call.addPage(page);
  }

  /** No page has it, nor will one take it. */
  private isGone({ operator, pageIds }: KnownCall): boolean {
    if (pageIds.length === 0) return this.presence(operator) === "offline";
    return pageIds.every((id) => this.desk(operator).state(this.now(), id) === "offline");
  }

  /** @returns nothing where the page speaks for another operator, also where we have forgotten whom a call was given to. */
  private knownBy(
    operator: string,
    sipCallId: string,
    commandId: string | undefined,
  ): { readonly callId: string; readonly call: KnownCall } | undefined {
    const begunBy = commandId?.split(".", 1)[0];
    if (begunBy !== undefined && commandId !== this.commandIdOf(begunBy, operator)) return undefined;
    const callId = begunBy ?? `${operator}/${sipCallId}`;
    const pageCall = commandId ?? sipCallId;
    return { callId, call: this.calls.get(callId) ?? new KnownCall(operator, pageCall) };
  }

  /** Pages have not had the time to come back. */
  private get isNew(): boolean {
    return this.now() - this.startedAtMs < ABSENT_AFTER_MS;
  }

  private ask({ operator, pageCall, pageIds }: KnownCall, verbs: readonly GatewayVerb[]): boolean {
    const desk = this.desk(operator);
    return verbs.every(({ verb, ...rest }) =>
      desk.command(
        { commandId: randomUUID(), command: verb, call: pageCall, ...rest } as SoftphoneCommand,
        // One page answers for all of them.
        verb === "answer" ? pageIds.slice(0, 1) : pageIds,
      ),
    );
  }

  /** The call's id for the page it was given to; no other page can name it so. */
  private commandIdOf(callId: string, operator: string): string {
    const proof = createHmac("sha256", this.options.apiKey).update(`${operator}\n${callId}`).digest("base64url");
    return `${callId}.${proof.slice(0, 22)}`;
  }

  private desk(operator: string): OperatorDesk {
    let desk = this.desks.get(operator);
    if (!desk) this.desks.set(operator, (desk = new OperatorDesk()));
    return desk;
  }
}

const PATIENCE_MS = 25_000;

/** Whether it resolves in time. */
function within(done: Promise<true>, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    void done.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

function answer(status: number, body?: unknown): Response {
  const headers = { "cache-control": "no-store" };
  return body === undefined ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}
