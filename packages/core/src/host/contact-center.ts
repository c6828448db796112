import { requireFunction } from "./require-function.js";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { InboundDesk } from "../inbound/inbound-desk.js";
import type { InboundHandler } from "../inbound/inbound-envelope.js";
import type { SiteDesk } from "../inbound/site-desk.js";
import type { WebhookDesk } from "../inbound/webhook-desk.js";
import { responseOf, webhookRequestOf } from "../inbound/webhook/web-request.js";
import type { WebhookAnswerV1, WebhookRequestV1 } from "../inbound/webhook/webhook-request.js";
import type { SendDesk, SendResult } from "../outbound/send-desk.js";
import type { OutboundMessageInput } from "../spec/message/outbound-message.js";
import type { ProviderV1 } from "../spec/provider.js";
import { LONGEST_TIMER_MS } from "../timing/longest-timer.js";
import type { EventBus, HostEventListener } from "./event-bus.js";
import type { Accounts } from "./facade/accounts.js";
import type { Availability } from "./facade/availability.js";
import type { Blocks } from "./facade/blocks.js";
import type { Calls } from "./facade/calls.js";
import type { Channels } from "./facade/channels.js";
import type { Consents } from "./facade/consents.js";
import type { Conversations } from "./facade/conversations.js";
import type { Audit } from "./facade/audit.js";
import type { Credentials } from "./facade/credentials.js";
import type { Ledger } from "./facade/ledger.js";
import type { Media } from "./facade/media.js";
import type { Messages } from "./facade/messages.js";
import type { Providers } from "./facade/providers.js";
import type { Residency } from "./facade/residency.js";
import type { Rights } from "./facade/rights.js";
import type { Templates } from "./facade/templates.js";
import type { Suppressions } from "./facade/suppressions.js";
import type { Hook, HookOptions, HookPoint, HookRunner } from "./hook-runner.js";
import type { HostEventName } from "./host-events.js";
import type { HostLifecycle } from "./host-lifecycle.js";

const DEFAULT_GRACE_MS = 10_000;

/**
 * The whole of Plugboard for a host application. Made by `createContactCenter`.
 *
 * Every call that touches an account names it; another account's channels, messages and ids do not exist for it (R22).
 */
@injectable()
export class ContactCenter {
  private closing: Promise<void> | undefined;

  constructor(
    /** What to show before activation, activation by instruction, terms, probe, deactivation. */
    @inject(TOKENS.Channels) readonly channels: Channels,
    /** State of messages, waiting for the outcome, cancelling, releasing held ones. */
    @inject(TOKENS.Messages) readonly messages: Messages,
    /** Adding, removing, disabling providers while the host runs. */
    @inject(TOKENS.Providers) readonly providers: Providers,
    @inject(TOKENS.Accounts) readonly accounts: Accounts,
    /** Blocks and limits with their reason, refutation and decision. */
    @inject(TOKENS.Blocks) readonly blocks: Blocks,
    /** Receipts of transfers and the audit trail. */
    @inject(TOKENS.Ledger) readonly ledger: Ledger,
    /** Telephone calls. */
    @inject(TOKENS.Calls) readonly calls: Calls,
    /** The trail of administrative acts and refusals. */
    @inject(TOKENS.Audit) readonly audit: Audit,
    /** Credentials kept encrypted in the store: kept, rotated, revoked, and their keys changed. */
    @inject(TOKENS.Credentials) readonly credentials: Credentials,
    /** Files that came with messages. */
    @inject(TOKENS.Media) readonly media: Media,
    /** The approved message forms of a channel's provider. */
    @inject(TOKENS.Templates) readonly templates: Templates,
    /** Read marks and typing. */
    @inject(TOKENS.Conversations) readonly conversations: Conversations,
    /** Consents of people: recorded, confirmed, withdrawn. */
    @inject(TOKENS.Consents) readonly consents: Consents,
    /** Who is not to be written to. */
    @inject(TOKENS.Suppressions) readonly suppressions: Suppressions,
    /** Access, erasure and the other rights of people. */
    @inject(TOKENS.Rights) readonly rights: Rights,
    /** Where data goes and on what safeguard: explained, and as a map. */
    @inject(TOKENS.Residency) readonly residency: Residency,
    @inject(TOKENS.Availability) readonly availability: Availability,
    @inject(TOKENS.HostLifecycle) private readonly lifecycle: HostLifecycle,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.HookRunner) private readonly hooks: HookRunner,
    @inject(TOKENS.SendDesk) private readonly sendDesk: SendDesk,
    @inject(TOKENS.InboundDesk) private readonly inbound: InboundDesk,
    @inject(TOKENS.WebhookDesk) private readonly webhooks: WebhookDesk,
    @inject(TOKENS.SiteDesk) private readonly sites: SiteDesk,
  ) {}

  /** Called once, by `createContactCenter`. */
  start(providers: readonly ProviderV1[]): Promise<void> {
    return this.lifecycle.start(providers);
  }

  /**
   * Hands a message over. Resolves when it is durable (accepted) or when a gate says no (a refusal with rule, reason and remedy); the transfer to
   * the provider follows, see `messages.settled` and the event `transfer-closed`.
   * @throws {MessageInvalidError} the message does not fit the contract.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `IDEMPOTENCY_CONFLICT`, `HOST_CLOSED`, `HOOK_FAILED`.
   * @throws {StoreError} it could not be made durable: nothing was accepted.
   */
  send(message: OutboundMessageInput): Promise<SendResult> {
    return this.sendDesk.send(message);
  }

  /**
   * Adds the handler of what comes in: messages, delivery reports, calls. At least once, with a stable id; an event counts as handled when the
   * handler's promise resolves, else it comes again. Deliveries wait, durable, until there is a handler; what they say of
   * opt-outs, bounces and delivery counts at once.
   * @param name - handlers of different names each get every event.
   * @returns a function that takes the handler off.
   */
  receive(handler: InboundHandler, name = "default"): () => void {
    requireFunction("handler", handler);
    return this.inbound.handle(name, handler);
  }

  /** Handles a parked delivery again, e.g. after an upgrade of its provider. @throws {RequestError} `INBOUND_UNKNOWN`. */
  replay(accountId: string, rawId: string): Promise<void> {
    return this.inbound.replay(accountId, rawId);
  }

  /** Listens to what the host tells of itself. @returns a function that ends it. */
  on<Name extends HostEventName>(name: Name, listener: HostEventListener<Name>): () => void {
    requireFunction("listener", listener);
    return this.events.on(name, listener);
  }

  /** Adds a hook: ordered, awaited, limited in time. @returns a function that takes it off. @throws {OptionInvalidError} */
  hook<Point extends HookPoint>(point: Point, hook: Hook<Point>, options: HookOptions): () => void {
    requireFunction("hook", hook);
    return this.hooks.add(point, hook, options);
  }

  /**
   * Answers the webhooks of providers at `/webhooks/<channel>` and serves the pages of channels (web forms, chats) at `/sites/<channel>`, below
   * any prefix: mount it in any framework that speaks the web's own `Request` and `Response`.
   * @param visitor.clientAddress - the visitor's own address, which a `Request` does not tell; pages limit their visitors by it.
   * @throws {WebhookBodyError} something in front of it read the body: nothing could be verified. Never rejects otherwise.
   * @see docs/rules.md#r22
   */
  async fetch(request: Request, visitor: { readonly clientAddress?: string | undefined } = {}): Promise<Response> {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    request.signal.addEventListener("abort", leave, { once: true });
    const visit = { ...webhookRequestOf(request), ...visitor, signal: gone.signal };
    return responseOf(await this.answerWebhook(visit), leave);
  }

  /** As `fetch`, of plain data: what the adapters of `@plugboard/http-adapters` call. Never rejects. */
  answerWebhook(request: WebhookRequestV1): Promise<WebhookAnswerV1> {
    const place = this.sites.find(request.target);
    return place === undefined ? this.webhooks.answer(request) : this.sites.answer(request, place);
  }

  /**
   * Takes nothing new, lets transfers end within the grace period, makes everything durable, closes plugins and store. What did not end goes on at the next
   * start. A second call waits for the first.
   * @param options.graceMs - 10 s where nothing is said; `Infinity`: until they have ended. Milliseconds.
   */
  close(options: { readonly graceMs?: number } = {}): Promise<void> {
    this.closing ??= this.lifecycle.stop(Math.min(options.graceMs ?? DEFAULT_GRACE_MS, LONGEST_TIMER_MS));
    return this.closing;
  }
}
