import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CallQuestions } from "../calls/call-questions.js";
import { TOKENS } from "../di/tokens.js";
import { withoutSecrets } from "./without-secrets.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { HostSettings } from "../host/host-settings.js";
import type { InboundRecord } from "../ports/inbound-record.js";
import { HotSchema } from "../schemas/hot-schema.js";
import { freezeDeep } from "../collections/freeze-deep.js";
import { type InboundEvent, inboundEventSchema } from "../spec/inbound/inbound-event.js";
import { isThenable } from "../timing/is-thenable.js";
import { withinTime } from "../timing/within-time.js";
import type { EventClaims } from "./event-claims.js";
import { asksErasure, type EventHearing, type ReadEvent } from "./event-hearing.js";
import { HandlingFailure, NO_HANDLER } from "./handling-failure.js";
import { HandlingFailures } from "./handling-failures.js";
import { HeardEvents } from "./heard-events.js";
import type { InboundEnvelope, InboundHandler } from "./inbound-envelope.js";
import { exceedsLimits } from "./webhook/exceeds-limits.js";

const attributesSchema = z.record(z.string(), z.string());
const eventLists = new HotSchema(z.array(inboundEventSchema));

/** Takes one delivery to what hears it and to the handlers: read by its plugin, event by event. */
@injectable()
export class InboundHandling {
  private readonly handlers = new Map<string, InboundHandler>();
  private readonly heard = new HeardEvents();

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.CallQuestions) private readonly calls: CallQuestions,
    @inject(TOKENS.EventHearing) private readonly hearing: EventHearing,
    @inject(TOKENS.EventClaims) private readonly claims: EventClaims,
  ) {}

  get hasHandlers(): boolean {
    return this.handlers.size > 0;
  }

  /** @returns a function that takes the handler off. */
  add(name: string, handler: InboundHandler): () => void {
    this.handlers.set(name, handler);
    return () => {
      if (this.handlers.get(name) === handler) this.handlers.delete(name);
    };
  }

  /**
   * @param finished - handlers that finished, by event, and events that were heard; grows while this runs.
   * @returns how many events were shown: those that another delivery shows are not.
   * @throws {HandlingFailure} the first one; and whatever the plugin throws.
   */
  handle(record: InboundRecord, finished: Set<string>): Promise<number> {
    return this.eachOf(record, (read) => this.deliver(read, record, finished));
  }

  /**
   * Keeps to what a delivery says that concerns the host itself (opt-outs, consents, reports, calls, requests for erasure), and leaves its
   * events to a handler that comes later: a withdrawal does not wait for one (R16).
   * @param finished - events that were heard; grows while this runs.
   */
  async hear(record: InboundRecord, finished: Set<string>): Promise<void> {
    await this.eachOf(record, async (read) => {
      await this.hearing.hear(read, finished);
      await this.hearing.hearErasure(read, finished);
    });
  }

  /** Deliveries that were taken out: nothing of them stays in memory. */
  drop(sequences: ReadonlySet<number>): void {
    for (const sequence of sequences) this.heard.take(sequence);
  }

  /** One event that fails keeps back none of the others; which of them are left, what is finished tells the next attempt. */
  private async eachOf(record: InboundRecord, take: (read: ReadEvent) => Promise<void>): Promise<number> {
    const channel = this.channels.ofHost(record.channelId);
    if (channel === undefined) throw new HandlingFailure("CHANNEL_UNKNOWN");
    const { rawId, recordedAtMs } = record;
    const events = await this.parse(channel, record);
    // Before anything is heard: what that takes out is taken out here, too.
    if (!this.hasHandlers) this.heard.keep(record, events);
    const claimed = this.claims.repeatedIn(record, events);
    const repeated = isThenable(claimed) ? await claimed : claimed;
    let failures: HandlingFailures | undefined;
    for (const [index, event] of events.entries()) {
      if (repeated.has(index)) continue;
      try {
        await take({ channel, eventId: `${rawId}.${String(index)}`, event, recordedAtMs });
      } catch (error) {
        failures ??= new HandlingFailures();
        if (failures.add(error)) break;
      }
    }
    failures?.throwFirst();
    return events.length - repeated.size;
  }

  private async parse(channel: Channel, record: InboundRecord): Promise<readonly InboundEvent[]> {
    const open = channel.open ?? (await this.channels.open(channel));
    const { instance } = open;
    const known = this.calls.eventsOf(record.body) ?? this.heard.take(record.sequence);
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

  private async deliver(read: ReadEvent, record: InboundRecord, finished: Set<string>): Promise<void> {
    // The last handler was taken off meanwhile: the delivery waits for the next one.
    if (this.handlers.size === 0) throw new HandlingFailure(NO_HANDLER);
    const { eventId, recordedAtMs, channel } = read;
    const { accountId, channelId } = record;
    const { providerId } = channel;
    // Before the handlers, so that one of them can answer at once.
    const messageId = await this.hearing.hear(read, finished);
    // Their secrets are for the person's own mailbox, not for handlers.
    const event = read.event.type === "message" ? withoutSecrets(read.event) : read.event;
    const envelope = { eventId, accountId, channelId, providerId, recordedAtMs, event, messageId };
    freezeDeep(envelope);
    try {
      await this.callHandlers(envelope, finished);
    } catch (error) {
      // Handlers come first, since the erasure takes the delivery away too; but a person's right does not hang on them.
      const isLast = record.attempt + 1 >= this.options.inboundMaxAttempts;
      if (isLast && asksErasure(event)) await this.hearing.hearErasure(read, finished);
      throw error;
    }
    if (asksErasure(event)) await this.hearing.hearErasure(read, finished);
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
