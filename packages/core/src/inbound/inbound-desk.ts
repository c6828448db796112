import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { HostSettings } from "../host/host-settings.js";
import type { InboundChange, InboundRecord } from "../ports/inbound-record.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { type InboundEvent, inboundEventSchema } from "../spec/inbound/inbound-event.js";
import { isThenable } from "../timing/is-thenable.js";
import { withinTime } from "../timing/within-time.js";
import { DueQueue } from "../timing/due-queue.js";
import type { ServiceWindows } from "../outbound/service-windows.js";
import type { DeliveryReports } from "./delivery-reports.js";
import type { InboundHandler } from "./inbound-envelope.js";
import type { InboundRecorder } from "./inbound-recorder.js";

const finishedSchema = z.array(z.string());
const attributesSchema = z.record(z.string(), z.string());
const LONGEST_NAP_MS = 1_000;
const NO_HANDLER = "NO_HANDLER";
const PRUNE_EVERY_MS = 3_600_000;

/** A step that failed, by its code: nothing of the delivery is quoted. */
class HandlingFailure extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Takes recorded deliveries to the host's handlers: parsed by the plugin, event by event, at least once. Deliveries of a channel go in
 * their order; one that cannot be read or handled is tried again with growing delays, then parked, never lost (G3).
 */
@injectable()
export class InboundDesk {
  private readonly handlers = new Map<string, InboundHandler>();
  private readonly lines = new Map<string, InboundRecord[]>();
  private readonly busy = new Set<string>();
  private readonly waiting = new DueQueue<InboundRecord>();
  private inMemory = 0;
  private active = 0;
  private cursor = 0;
  private spilled = false;
  private fetching = false;
  /** Lowest sequence that came into the store's queue while it was read: what was read may not know it. */
  private returnedAt = Number.POSITIVE_INFINITY;
  private readonly replaying = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private pruning: NodeJS.Timeout | undefined;
  private stopped = false;
  private quiet: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
    @inject(TOKENS.DeliveryReports) private readonly reports: DeliveryReports,
    @inject(TOKENS.ServiceWindows) private readonly serviceWindows: ServiceWindows,
  ) {
    // After its channels took the provider over, which happens in the same turn.
    const wake = (): void => queueMicrotask(() => this.pump());
    events.on("provider-added", wake);
    events.on("provider-enabled", wake);
  }

  start(lastSequence: number): void {
    this.recorder.start(lastSequence, (record) => this.take(record));
    this.spilled = lastSequence > 0;
    this.pruning = setInterval(() => this.prune(), PRUNE_EVERY_MS).unref();
    this.prune();
    this.pump();
  }

  /**
   * Adds a handler under a name; each name handles every event once. Deliveries wait in the store until there is a handler.
   * @returns a function that takes it off.
   */
  handle(name: string, handler: InboundHandler): () => void {
    this.handlers.set(name, handler);
    this.pump();
    return () => {
      if (this.handlers.get(name) === handler) this.handlers.delete(name);
    };
  }

  /** Handles a parked delivery again, e.g. after an upgrade of its provider. */
  async replay(accountId: string, rawId: string): Promise<void> {
    const record = await this.store.inboundRecord(accountId, rawId);
    if (record?.state !== "parked" || this.replaying.has(rawId)) throw new RequestError("INBOUND_UNKNOWN", { rawId });
    const again: InboundRecord = { ...record, state: "recorded", attempt: 0, dueAtMs: 0, code: undefined };
    this.replaying.add(rawId);
    await this.write(again);
    this.replaying.delete(rawId);
    if (again.sequence > this.cursor) this.leave(again);
    else {
      this.inMemory += 1;
      this.line(again);
    }
    this.pump();
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearInterval(this.pruning);
    if (this.active === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.quiet.push(resolve);
      timer = setTimeout(resolve, graceMs);
    });
    clearTimeout(timer);
  }

  private take(record: InboundRecord): void {
    if (record.sequence <= this.cursor) return;
    if (this.spilled || this.inMemory >= this.options.inboundWindow) {
      this.leave(record);
      return;
    }
    this.cursor = record.sequence;
    this.inMemory += 1;
    this.line(record);
    this.pump();
  }

  /** Leaves a delivery in the store; a fetch that is under way may have read it before. */
  private leave({ sequence }: InboundRecord): void {
    this.spilled = true;
    this.returnedAt = Math.min(this.returnedAt, sequence);
  }

  private line(record: InboundRecord): void {
    const line = this.lines.get(record.channelId);
    if (line === undefined) this.lines.set(record.channelId, [record]);
    else line.push(record);
  }

  private pump(): void {
    if (this.stopped || this.handlers.size === 0) return;
    if (this.spilled && !this.fetching && this.inMemory < this.options.inboundWindow / 2) this.fetch();
    for (const [channelId, line] of this.lines) {
      if (this.active >= this.options.inboundConcurrency) return;
      if (this.busy.has(channelId) || this.waitsForProvider(channelId)) continue;
      const record = line.shift();
      if (line.length === 0) this.lines.delete(channelId);
      if (record === undefined) continue;
      this.busy.add(channelId);
      this.active += 1;
      void this.handleRecord(record).finally(() => {
        this.busy.delete(channelId);
        this.active -= 1;
        if (this.active === 0) for (const resolve of this.quiet.splice(0)) resolve();
        this.pump();
      });
    }
  }

  private fetch(): void {
    this.fetching = true;
    this.returnedAt = Number.POSITIVE_INFINITY;
    const limit = Math.min(500, this.options.inboundWindow);
    const { store } = this;
    store.inbound({ state: "recorded", after: this.cursor, limit }).then(
      (found) => {
        this.fetching = false;
        const { returnedAt } = this;
        this.spilled = found.length === limit || returnedAt !== Number.POSITIVE_INFINITY;
        const records = found.filter(({ sequence }) => sequence < returnedAt);
        for (const record of records) {
          this.cursor = record.sequence;
          this.inMemory += 1;
          this.line(record);
        }
        this.pump();
      },
      () => {
        this.fetching = false;
        this.nap();
      },
    );
  }

  /** Without its provider a channel keeps its deliveries; they go on when it is back (R3). */
  private waitsForProvider(channelId: string): boolean {
    const channel = this.channels.ofHost(channelId);
    return channel !== undefined && channel.provider === undefined;
  }

  private async handleRecord(record: InboundRecord): Promise<void> {
    const finished = new Set<string>();
    try {
      for (const key of finishedSchema.parse(JSON.parse(record.finished))) finished.add(key);
      const channel = this.channels.ofHost(record.channelId);
      if (channel === undefined) throw new HandlingFailure("CHANNEL_UNKNOWN");
      const events = await this.parse(channel, record);
      for (const [index, event] of events.entries()) await this.deliver(channel, record, index, event, finished);
      await this.write({ ...record, state: "done", finished: JSON.stringify([...finished]) });
      this.inMemory -= 1;
      if (this.events.has("inbound-delivered")) {
        const { accountId, channelId, rawId } = record;
        this.events.emit("inbound-delivered", { accountId, channelId, rawId, events: events.length });
      }
    } catch (error) {
      await this.failed(record, finished, error);
    }
  }

  private async parse(channel: Channel, record: InboundRecord): Promise<InboundEvent[]> {
    const { instance } = await this.channels.open(channel);
    if (instance.inboundEvents === undefined) throw new HandlingFailure("CAPABILITY_MISSING");
    const { rawId, source, recordedAtMs, contentType, body } = record;
    const attributes = attributesSchema.parse(JSON.parse(record.attributes));
    const raw = { rawId, source, recordedAtMs, contentType, body, attributes };
    const parsed = await withinTime(instance.inboundEvents.doParse(raw), this.options.handlerTimeoutMs, () => {
      throw new HandlingFailure("PARSE_TIMEOUT");
    });
    const events = z.array(inboundEventSchema).safeParse(parsed);
    if (!events.success) throw new HandlingFailure("EVENTS_INVALID");
    return events.data;
  }

  private async deliver(
    channel: Channel,
    record: InboundRecord,
    index: number,
    event: InboundEvent,
    finished: Set<string>,
  ): Promise<void> {
    // The last handler was taken off meanwhile: the delivery waits for the next one.
    if (this.handlers.size === 0) throw new HandlingFailure(NO_HANDLER);
    const { accountId, channelId, recordedAtMs } = record;
    // Before the handlers, so that one of them can answer at once.
    if (event.type === "message") this.serviceWindows.opened(channel, event, recordedAtMs);
    const eventId = `${record.rawId}.${String(index)}`;
    const messageId =
      event.type === "delivery-report" ? await this.reports.apply(channel, event, recordedAtMs) : undefined;
    for (const [name, handler] of this.handlers) {
      const key = `${eventId}/${name}`;
      if (finished.has(key)) continue;
      await this.limited(() =>
        handler({ eventId, accountId, channelId, providerId: channel.providerId, recordedAtMs, event, messageId }),
      );
      finished.add(key);
    }
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

  private async failed(record: InboundRecord, finished: ReadonlySet<string>, error: unknown): Promise<void> {
    const code =
      error instanceof HandlingFailure
        ? error.code
        : ContactCenterError.isInstance(error)
          ? error.code
          : "PARSE_FAILED";
    if (code === NO_HANDLER || this.waitsForProvider(record.channelId)) {
      const line = this.lines.get(record.channelId) ?? [];
      this.lines.set(record.channelId, [{ ...record, finished: JSON.stringify([...finished]) }, ...line]);
      return;
    }
    const attempt = record.attempt + 1;
    const parked = attempt >= this.options.inboundMaxAttempts;
    const delayMs = Math.min(60_000, this.options.inboundBackoffBaseMs * 2 ** (attempt - 1));
    const again: InboundRecord = {
      ...record,
      state: parked ? "parked" : "recorded",
      attempt,
      dueAtMs: this.clock.now() + delayMs,
      finished: JSON.stringify([...finished]),
      code,
    };
    await this.write(again);
    if (!parked) {
      this.waiting.add(again, again.dueAtMs);
      this.nap();
      return;
    }
    this.inMemory -= 1;
    const { accountId, channelId, rawId } = record;
    this.events.emit("inbound-parked", { accountId, channelId, rawId, code });
  }

  /** Kept by the commit queue until the store takes it: what was handled is not handled again. */
  private write({ sequence, state, attempt, dueAtMs, finished, code }: InboundRecord): Promise<void> {
    const change: InboundChange = { sequence, state, attempt, dueAtMs, finished, code };
    return new Promise((resolve) => {
      this.commits.push(
        { kind: "inbound-update", change },
        { mustKeep: true, onDurable: () => resolve(), onFailed: () => undefined },
      );
    });
  }

  /** Forgets deduplication keys that no provider repeats any more. */
  private prune(): void {
    let keptMs = this.options.deduplicationDays * 86_400_000;
    for (const { provider } of this.channels.all())
      keptMs = Math.max(keptMs, (provider?.manifest.webhooks?.retriedForSeconds ?? 0) * 1_000);
    this.store.pruneInbound(this.clock.now() - keptMs).catch(() => undefined);
  }

  private nap(): void {
    if (this.stopped || this.timer !== undefined) return;
    const delayMs = Math.min(
      LONGEST_NAP_MS,
      Math.max(1, (this.waiting.nextAtMs ?? Number.POSITIVE_INFINITY) - this.clock.now()),
    );
    this.timer = setTimeout(() => {
      this.timer = undefined;
      for (;;) {
        const record = this.waiting.take(this.clock.now());
        if (record === undefined) break;
        this.line(record);
      }
      if (this.waiting.size > 0) this.nap();
      this.pump();
    }, delayMs);
  }
}
