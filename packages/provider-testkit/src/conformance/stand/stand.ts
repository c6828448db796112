import type {
  ContactCenter,
  HostEventName,
  HostEvents,
  InboundEnvelope,
  TransferReceipt,
  MessageStatus,
  ProviderV1,
  SendResult,
} from "@plugboard/core";
import type {
  ConnectionV1,
  LiveCredentialsV1,
  LoggerV1,
  ProviderInstanceV1,
  RawInbound,
  TransferV1,
} from "@plugboard/core/spec";
import type { ChannelPlace } from "../fixtures/channel-place.js";
import type { ProviderSimulator } from "../fixtures/provider-simulator.js";
import type { MessageParts } from "../fixtures/sample-message.js";
import { CheckFailure } from "../kit/check-failure.js";
import { within } from "../kit/within.js";
import type { ProviderFixtures } from "../provider-fixtures.js";
import { Happenings, PATIENCE_MS } from "./happenings.js";
import type { Observation } from "./observation.js";
import { observeConnection } from "./observe-connection.js";
import { type InstanceWatch, observeInstance } from "./observe-instance.js";
import { ServiceWindows } from "./service-windows.js";
import type { StandOptions } from "./stand-options.js";
import { ACCOUNT, startHost } from "./start-host.js";

const BY_ADMINISTRATOR = { actor: "administrator-1", authority: "administrator", at: "2026-01-01T00:00:00Z" } as const;
const EVENTS: readonly HostEventName[] = [
  ...(["message-accepted", "message-refused", "message-state-changed", "transfer-opened", "transfer-closed"] as const),
  ...(["delivery-reported", "inbound-recorded", "inbound-delivered", "inbound-parked", "channel-activated"] as const),
  ...(["channel-deactivated", "provider-added", "plugin-failed", "availability-changed", "store-failing"] as const),
  ...(["store-write-refused", "webhook-skewed"] as const),
];

/** What one message came to. */
export interface Sent {
  readonly messageId: string;
  readonly status: MessageStatus;
  /** Receipts of its transfers, oldest first. */
  readonly transfers: readonly TransferReceipt[];
}

export interface ChannelOfStand {
  readonly accountId: string;
  readonly channelId: string;
}

let stands = 0;

/** A real host with the provider under test, on one channel, with all it does written down. */
export class Stand {
  readonly standId = ++stands;
  readonly received: InboundEnvelope[] = [];
  /** Calls of `doParse` and `doDeduplicationKey`. */
  readonly parsed = { count: 0 };
  readonly keyed = { count: 0 };
  /** Deliveries that were recorded, and those the host is done with (handled or parked). */
  recorded = 0;
  handled = 0;
  /** Of those that the host is done with: left for a replay, since the plugin did not read them. */
  parked = 0;
  /** The last delivery handed to `doParse`. */
  lastRaw: RawInbound | undefined;
  /** Answers webhooks instead of the host: for checks of the checks. */
  lie: (() => Response) | undefined;
  readonly transfers: TransferV1[] = [];
  /** As the plugin made it, nothing in between. */
  instance: ProviderInstanceV1 | undefined;
  connection: ConnectionV1 | undefined;
  readonly watch: InstanceWatch;
  /** What the channel's provider is given, whenever it asks; may be changed at any time. */
  credentials: LiveCredentialsV1<unknown>;
  /** Added to the host's time. Milliseconds. */
  clockOffsetMs = 0;
  /** Called within `doSend`, before the provider's own. */
  beforeSend: ((transfer: TransferV1) => Promise<void>) | undefined;
  private readonly ended = new Set<string>();
  private readonly happenings = new Happenings();
  private readonly serviceWindows: ServiceWindows;

  private constructor(
    readonly fixtures: ProviderFixtures,
    readonly observation: Observation,
    readonly simulator: ProviderSimulator | undefined,
    private current: ContactCenter | undefined,
    credentials: LiveCredentialsV1<unknown>,
  ) {
    this.credentials = credentials;
    this.serviceWindows = new ServiceWindows(this, fixtures);
    this.watch = {
      standId: this.standId,
      observation,
      ended: this.ended,
      closed: false,
      socketOperations: new Set(),
      onParse: (raw) => {
        this.parsed.count += 1;
        this.lastRaw = raw;
      },
      onKey: () => void (this.keyed.count += 1),
      endTransfer: (transfer) => {
        this.transfers.push(transfer);
        this.ended.add(transfer.transferId);
      },
    };
  }

  get center(): ContactCenter {
    if (this.current === undefined) throw new Error("the stand's host is not open");
    return this.current;
  }

  /** Only what the host is to see of the provider, see {@link observeInstance}. */
  static async open(
    provider: ProviderV1,
    fixtures: ProviderFixtures,
    observation: Observation,
    shown: ReadonlySet<string>,
    options: StandOptions = {},
  ): Promise<Stand> {
    const credentials = options.credentials ?? { current: fixtures.credentials };
    const simulator =
      options.place === undefined ? await fixtures.startSimulator({ credentials: credentials.current }) : undefined;
    if (simulator) observation.know(simulator.origin);
    const stand = new Stand(fixtures, observation, simulator, undefined, credentials);
    const place = options.place ?? fixtures.connect(simulator?.origin ?? "");
    try {
      await stand.start(provider, place, shown, options);
      await stand.activate(place.settings);
    } catch (error) {
      await stand.close();
      throw error;
    }
    return stand;
  }

  private async start(
    provider: ProviderV1,
    place: ChannelPlace,
    shown: ReadonlySet<string>,
    options: StandOptions,
  ): Promise<void> {
    this.current = await startHost(provider, place, options, {
      open: (connection) => this.observed(provider, connection, shown),
      credentials: () => this.credentials,
      otherCredentials: this.fixtures.otherCredentials,
      now: () => Date.now() + this.clockOffsetMs,
      logger: this.logger(),
    });
    for (const name of EVENTS) this.current.on(name, (event) => this.noteEvent(name, event));
    this.current.receive((envelope) => {
      this.received.push(envelope);
      this.wake();
    });
  }

  private async observed(
    provider: ProviderV1,
    connection: ConnectionV1,
    shown: ReadonlySet<string>,
  ): Promise<ProviderInstanceV1> {
    this.connection = observeConnection(connection, this.watch);
    this.instance = await provider.open(this.connection);
    this.wake();
    const observed = observeInstance(this.instance, shown, this.watch);
    const outbound = observed.outboundMessages;
    if (outbound === undefined) return observed;
    const { doLookup } = outbound;
    return {
      ...observed,
      outboundMessages: {
        doSend: async (transfer) => {
          await this.beforeSend?.(transfer);
          return outbound.doSend(transfer);
        },
        ...(doLookup === undefined ? {} : { doLookup: (transfer) => doLookup(transfer) }),
      },
    };
  }

  private logger(): LoggerV1 {
    const write = (message: string, fields: unknown): void => this.observation.utter("log line", [message, fields]);
    return { debug: write, info: write, warn: write, error: write };
  }

  private noteEvent(name: HostEventName, event: HostEvents[HostEventName]): void {
    this.observation.utter(`event ${name}`, event);
    if (name === "inbound-recorded") this.recorded += 1;
    if (name === "inbound-parked") this.parked += 1;
    if (name === "inbound-delivered" || name === "inbound-parked") this.handled += 1;
    this.wake();
  }

  private async activate(settings: unknown): Promise<void> {
    await this.activateChannel(this.channelId, ACCOUNT, settings);
  }

  get channelId(): string {
    return "channel-of-the-kit";
  }

  /** The channel that every check has. */
  get own(): ChannelOfStand {
    return { accountId: ACCOUNT, channelId: this.channelId };
  }

  get providerId(): string {
    return this.center.providers.list()[0]?.manifest.id ?? "";
  }

  /** @throws {CheckFailure} a gate refused. */
  async activateChannel(channelId: string, accountId: string, settings: unknown): Promise<void> {
    const { center, providerId } = this;
    const shown = center.channels.disclosure(providerId, settings);
    const result = await center.channels.activate({
      accountId,
      providerId,
      channelId,
      settings,
      secret: accountId,
      instructed: BY_ADMINISTRATOR,
      shown,
      termsAccepted: BY_ADMINISTRATOR,
      residency: { countries: shown.countries },
      accountMode: center.providers.list()[0]?.manifest.accountModes[0] ?? "own",
    });
    if (!result.activated) throw new CheckFailure(`the channel was not activated: ${result.refusal.code}`);
  }

  /** Makes the host open the channel, without sending where there is another way. */
  async open(): Promise<void> {
    const { webhooks, messages, site } = this.fixtures;
    if (site !== undefined) {
      const url = `https://pages.example.com/sites/${this.channelId}${site.page.path}`;
      await this.center.fetch(new Request(url, { headers: site.page.headers }));
    } else if (webhooks !== undefined) await this.center.fetch(new Request(this.webhookUrl(), { method: "POST" }));
    else if (messages[0] !== undefined) await this.trySend(messages[0].message);
    await this.until(() => this.instance !== undefined);
  }

  /** Hands a message to the host; it need not be accepted. */
  async trySend(parts: MessageParts, channel: ChannelOfStand = this.own): Promise<SendResult> {
    if (channel.channelId === this.channelId) await this.serviceWindows.open(parts);
    return this.center.send({ ...channel, ...parts });
  }

  /** Hands a message over and waits until nothing more happens to it by itself. @throws {CheckFailure} it was refused. */
  async send(parts: MessageParts, channel: ChannelOfStand = this.own): Promise<Sent> {
    const { accountId } = channel;
    const result = await this.trySend(parts, channel);
    if (!result.accepted) {
      const { code, details } = result.refusal;
      throw new CheckFailure(`the host refused the message: ${code} ${JSON.stringify(details)}`);
    }
    const { messageId } = result;
    await within(PATIENCE_MS, "the message's end", this.untilDone(accountId, messageId));
    return {
      messageId,
      status: await this.center.messages.status(accountId, messageId),
      transfers: await this.center.ledger.entries({ accountId, messageId }),
    };
  }

  private untilDone(accountId: string, messageId: string): Promise<unknown> {
    const isHeld = async (): Promise<boolean> =>
      (await this.center.messages.status(accountId, messageId)).state === "held";
    return Promise.race([this.center.messages.settled(accountId, messageId), this.happenings.whenever(isHeld)]);
  }

  /** Posts a delivery as the provider does, signed with the fixtures' credentials unless told otherwise. */
  async post(
    body: { readonly contentType: string; readonly body: string | Uint8Array; readonly query?: string },
    options: { readonly deliveryId: string; readonly credentials?: unknown; readonly signedAtMs?: number },
  ): Promise<Response> {
    const { webhooks, credentials } = this.fixtures;
    if (webhooks === undefined) throw new CheckFailure("the fixtures have no webhooks");
    const url = this.webhookUrl(body.query);
    const signed = await webhooks.sign({
      ...body,
      url,
      deliveryId: options.deliveryId,
      signedAtMs: options.signedAtMs ?? Date.now() + this.clockOffsetMs,
      credentials: options.credentials ?? credentials,
    });
    const headers = { "content-type": body.contentType, ...signed.headers };
    return this.answer(
      new Request(signed.url ?? url, { method: "POST", headers, body: asBody(signed.body ?? body.body) }),
    );
  }

  /** What the host answers to a webhook. */
  answer(request: Request): Promise<Response> {
    return this.lie === undefined ? this.center.fetch(request) : Promise.resolve(this.lie());
  }

  /** Whether everything that was recorded so far is handled or parked, and something was. */
  isHandled(): boolean {
    return this.recorded > 0 && this.handled >= this.recorded;
  }

  /** Resolves when the host is done with all it recorded. */
  async quiet(): Promise<void> {
    await this.until(() => this.handled >= this.recorded);
  }

  webhookUrl(query?: string, channelId = this.channelId): string {
    return `https://hooks.example.com/webhooks/${channelId}${query === undefined ? "" : `?${query}`}`;
  }

  /** Resolves when the condition holds; it is asked again after each event of the host. @throws {CheckFailure} it never does. */
  until(condition: () => boolean | Promise<boolean>, limitMs?: number): Promise<void> {
    return this.happenings.until(condition, limitMs);
  }

  private wake(): void {
    this.happenings.wake();
  }

  /** Ends the host, then the simulator. */
  async close(): Promise<void> {
    await this.current?.close({ graceMs: 200 });
    await this.simulator?.close();
  }
}

/** A `Request` body: bytes in a buffer of their own. */
export function asBody(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body));
}
