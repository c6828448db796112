import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CallQuestions } from "../calls/call-questions.js";
import { TOKENS } from "../di/tokens.js";
import type { StatedConsents } from "../consent/stated-consents.js";
import type { OptOutDesk } from "../consent/opt-out-desk.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { HostSettings } from "../host/host-settings.js";
import type { InboundRecord } from "../ports/inbound-record.js";
import { HotSchema } from "../schemas/hot-schema.js";
import { type InboundEvent, inboundEventSchema } from "../spec/inbound/inbound-event.js";
import type { ConversationEvent } from "../spec/inbound/conversation-event.js";
import { isThenable } from "../timing/is-thenable.js";
import { withinTime } from "../timing/within-time.js";
import type { ServiceWindows } from "../outbound/service-windows.js";
import type { DeliveryReports } from "./delivery-reports.js";
import type { EventClaims } from "./event-claims.js";
import { HandlingFailure, NO_HANDLER } from "./handling-failure.js";
import { HandlingFailures } from "./handling-failures.js";
import type { InboundEnvelope, InboundHandler } from "./inbound-envelope.js";
import { exceedsLimits } from "./webhook/exceeds-limits.js";

const attributesSchema = z.record(z.string(), z.string());
const eventLists = new HotSchema(z.array(inboundEventSchema));

/** What follows when a person asks for their erasure where they are; resolves when it is durable. */
type ErasureAsked = (channel: Channel, event: ConversationEvent, recordedAtMs: number) => Promise<void>;

/** Takes one delivery to the handlers: read by its plugin, event by event. */
@injectable()
export class InboundHandling {
  private readonly handlers = new Map<string, InboundHandler>();
  private erasureAsked: ErasureAsked = () => Promise.resolve();

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.DeliveryReports) private readonly reports: DeliveryReports,
    @inject(TOKENS.OptOutDesk) private readonly optOuts: OptOutDesk,
    @inject(TOKENS.CallQuestions) private readonly calls: CallQuestions,
    @inject(TOKENS.ServiceWindows) private readonly serviceWindows: ServiceWindows,
    @inject(TOKENS.StatedConsents) private readonly statedConsents: StatedConsents,
    @inject(TOKENS.EventClaims) private readonly claims: EventClaims,
  ) {}

  get hasHandlers(): boolean {
    return this.handlers.size > 0;
  }

  /** Set by what erases, which itself needs the deliveries. */
  whenErasureIsAsked(heard: ErasureAsked): void {
    this.erasureAsked = heard;
  }

  /** @returns a function that takes the handler off. */
  add(name: string, handler: InboundHandler): () => void {
    this.handlers.set(name, handler);
    return () => {
      if (this.handlers.get(name) === handler) this.handlers.delete(name);
    };
  }

  /**
   * @param finished - handlers that finished, by event, and events whose opt-out was heard; grows while this runs.
   * One event that fails keeps back none of the others; which of them are left, `finished` tells the next attempt.
   * @returns how many events were shown: those that another delivery shows are not.
   * @throws {HandlingFailure} the first one; and whatever the plugin throws.
   */
  async handle(record: InboundRecord, finished: Set<string>): Promise<number> {
    const channel = this.channels.ofHost(record.channelId);
    if (channel === undefined) throw new HandlingFailure("CHANNEL_UNKNOWN");
    const events = await this.parse(channel, record);
    const claimed = this.claims.repeatedIn(record, events);
    const repeated = isThenable(claimed) ? await claimed : claimed;
    let failures: HandlingFailures | undefined;
    for (const [index, event] of events.entries()) {
      if (repeated.has(index)) continue;
      try {
        await this.deliver(channel, record, index, event, finished);
      } catch (error) {
        failures ??= new HandlingFailures();
        if (failures.add(error)) break;
      }
    }
    failures?.throwFirst();
    return events.length - repeated.size;
  }

  /**
   * Keeps to what a delivery says that concerns the host itself (opt-outs, complaints, bounces, reports), and leaves its events to a
   * handler that comes later: a withdrawal does not wait for one (R16).
   * @param finished - events whose opt-out was heard; grows while this runs.
   */
  async hear(record: InboundRecord, finished: Set<string>): Promise<void> {
    const channel = this.channels.ofHost(record.channelId);
    if (channel === undefined) throw new HandlingFailure("CHANNEL_UNKNOWN");
    for (const [index, event] of (await this.parse(channel, record)).entries())
      await this.hearEvent(channel, record, index, event, finished);
  }

  /** @returns the id of our message that a report is about. */
  private async hearEvent(
    channel: Channel,
    record: InboundRecord,
    index: number,
    event: InboundEvent,
    finished: Set<string>,
  ): Promise<string | undefined> {
    const { recordedAtMs } = record;
    if (event.type === "message") await this.serviceWindows.opened(channel, event, recordedAtMs);
    const messageId =
      event.type === "delivery-report" ? await this.reports.apply(channel, event, recordedAtMs) : undefined;
    const eventId = idOf(record, index);
    // Heard once: what was said or decided since is not undone by an event that is tried again.
    if (finished.has(eventId)) return messageId;
    const heard =
      (event.type === "message" && (await this.optOuts.heard(channel, event))) ||
      (event.type === "conversation" && (await this.optOuts.told(channel, event))) ||
      (event.type === "delivery-report" && (await this.optOuts.reported(channel, event, messageId)));
    if (heard) finished.add(eventId);
    return messageId;
  }

  private async parse(channel: Channel, record: InboundRecord): Promise<readonly InboundEvent[]> {
    const open = channel.open ?? (await this.channels.open(channel));
    const { instance } = open;
    const known = this.calls.eventsOf(record.body);
    if (known !== undefined) return known;
    if (instance.inboundEvents === undefined) throw new HandlingFailure("CAPABILITY_MISSING");
    const { rawId, source, recordedAtMs, contentType, body } = record;
    if (source === "webhook" && exceedsLimits(contentType, body)) throw new HandlingFailure("BODY_TOO_COMPLEX", true);
    const attributes = attributesSchema.parse(JSON.parse(record.attributes));
    const parsing = instance.inboundEvents.doParse({ rawId, source, recordedAtMs, contentType, body, attributes });
    const parsed = isThenable(parsing)
      ? await withinTime(parsing, this.options.handlerTimeoutMs, () => {
          throw new HandlingFailure("PARSE_TIMEOUT");
        })
      : parsing;
    const events = eventLists.safeParse(parsed);
    if (!events.success) throw new HandlingFailure("EVENTS_INVALID");
    this.calls.share(open, body, events.data);
    return events.data;
  }

  private async deliver(
    channel: Channel,
    record: InboundRecord,
    index: number,
    read: InboundEvent,
    finished: Set<string>,
  ): Promise<void> {
    // The last handler was taken off meanwhile: the delivery waits for the next one.
    if (this.handlers.size === 0) throw new HandlingFailure(NO_HANDLER);
    const { accountId, channelId, recordedAtMs } = record;
    const { providerId } = channel;
    const eventId = idOf(record, index);
    // Their secrets are for the person's own mailbox, not for handlers.
    const event =
      read.type === "message" && read.consents ? await this.statedConsents.heard(channel, eventId, read) : read;
    // Before the handlers, so that one of them can answer at once.
    if (event.type === "call") await this.calls.heard(channel, event, recordedAtMs, eventId);
    const messageId = await this.hearEvent(channel, record, index, event, finished);
    const envelope = { eventId, accountId, channelId, providerId, recordedAtMs, event, messageId };
    const asksErasure = event.type === "conversation" && event.event === "erasure-requested";
    try {
      await this.callHandlers(envelope, finished);
    } catch (error) {
      // Handlers come first, since the erasure takes the delivery away too; but a person's right does not hang on them.
      const isLast = record.attempt + 1 >= this.options.inboundMaxAttempts;
      if (asksErasure && isLast) await this.erasureAsked(channel, event, recordedAtMs);
      throw error;
    }
    if (asksErasure) await this.erasureAsked(channel, event, recordedAtMs);
  }

  /** A handler that fails keeps the event back from none of the others. */
  private async callHandlers(envelope: InboundEnvelope, finished: Set<string>): Promise<void> {
    let failures: HandlingFailures | undefined;
    for (const [name, handler] of this.handlers) {
      const key = `${envelope.eventId}/${name}`;
      if (finished.has(key)) continue;
      try {
        await this.limited(() => handler(envelope));
        finished.add(key);
      } catch (error) {
        failures ??= new HandlingFailures();
        if (failures.add(error)) break;
      }
    }
    failures?.throwFirst();
  }

  private async limited(run: () => void | Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const result = run();
      if (!isThenable(result)) return;
      const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new HandlingFailure("HANDLER_TIMEOUT")), this.options.handlerTimeoutMs);
      });
      await Promise.race([result, limit]);
    } catch (error) {
      throw error instanceof HandlingFailure ? error : new HandlingFailure("HANDLER_FAILED");
    } finally {
      clearTimeout(timer);
    }
  }
}

const idOf = ({ rawId }: InboundRecord, index: number): string => `${rawId}.${String(index)}`;
