import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitPace } from "../commit/commit-pace.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { HostSettings } from "../host/host-settings.js";
import type { InboundChange, InboundRecord } from "../ports/inbound-record.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";
import { DueQueue } from "../timing/due-queue.js";
import type { DeduplicationMemory } from "./deduplication-memory.js";
import type { DeliveryReports } from "./delivery-reports.js";
import { codeOfFailure, HandlingFailure, NO_HANDLER } from "./handling-failure.js";
import type { InboundHandler } from "./inbound-envelope.js";
import type { InboundHandling } from "./inbound-handling.js";
import { InboundLanes } from "./inbound-lanes.js";
import type { InboundRecorder } from "./inbound-recorder.js";

const finishedSchema = z.array(z.string());
const NONE = "[]";
const LONGEST_NAP_MS = 1_000;

/**
 * Takes recorded deliveries to the host's handlers, at least once. Those of a channel go in their order; one that cannot be read or
 * handled is tried again with growing delays, then parked, never lost (G3). Without a handler they are heard and wait in the store.
 */
@injectable()
export class InboundDesk {
  private readonly lanes: InboundLanes;
  private readonly waiting = new DueQueue<InboundRecord>();
  private active = 0;
  private readonly replaying = new Set<string>();
  /** Sequences of deliveries that were taken out: what still has one in hand lets go of it. */
  private readonly dropped = new Set<number>();
  private timer: NodeJS.Timeout | undefined;
  private begun = false;
  private stopped = false;
  private quiet: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
    @inject(TOKENS.InboundHandling) private readonly handling: InboundHandling,
    @inject(TOKENS.DeliveryReports) private readonly reports: DeliveryReports,
    @inject(TOKENS.DeduplicationMemory) private readonly memory: DeduplicationMemory,
  ) {
    this.lanes = new InboundLanes(store, options.inboundWindow, (worked) => {
      if (worked) this.pump();
      else this.nap();
    });
  }

  /** From now on deliveries are recorded; {@link InboundDesk.begin} takes them further. */
  start(lastSequence: number): void {
    this.recorder.start(lastSequence, (record) => {
      if (this.lanes.take(record)) this.pump();
    });
    if (lastSequence > 0) this.lanes.findBacklog();
    this.memory.start();
    this.reports.start();
  }

  /**
   * Begins with what waits, once messages from before are in their lanes: what is heard can send some. In a turn of its own, so that handlers
   * which the program adds right after the start are there.
   */
  begin(): void {
    setImmediate(() => {
      this.begun = true;
      this.pump();
    });
  }

  /**
   * Adds a handler under a name; each name handles every event once. Deliveries wait in the store until there is a handler.
   * @returns a function that takes it off.
   */
  handle(name: string, handler: InboundHandler): () => void {
    const isFirst = !this.handling.hasHandlers;
    const off = this.handling.add(name, handler);
    if (isFirst) {
      this.lanes.rewind();
      for (const record of this.waiting.remove(({ channelId }) => this.lanes.isRewinding(channelId)))
        this.lanes.forget(record);
    }
    this.pump();
    return off;
  }

  /** Goes on with what waited for a provider, once its channels have taken it over (R3). */
  wake(): void {
    this.pump();
  }

  /** Handles a parked delivery again, e.g. after an upgrade of its provider. */
  async replay(accountId: string, rawId: string): Promise<void> {
    const record = await this.store.inboundRecord(accountId, rawId);
    if (record?.state !== "parked" || this.replaying.has(rawId)) throw new RequestError("INBOUND_UNKNOWN", { rawId });
    const again: InboundRecord = { ...record, state: "recorded", attempt: 0, dueAtMs: 0, code: undefined };
    this.replaying.add(rawId);
    await this.write(again);
    this.replaying.delete(rawId);
    this.lanes.takeBack(again);
    this.pump();
  }

  /** Lets go of deliveries that are being taken out of the store: they are handed to nobody any more. */
  drop(sequences: ReadonlySet<number>): void {
    for (const sequence of sequences) this.dropped.add(sequence);
    this.lanes.drop(sequences);
    this.handling.drop(sequences);
    for (const record of this.waiting.remove(({ sequence }) => sequences.has(sequence))) this.lanes.forget(record);
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.memory.stop();
    if (this.active === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.quiet.push(resolve);
      timer = setTimeout(resolve, graceMs);
    });
    clearTimeout(timer);
  }

  private pump(): void {
    if (this.stopped || !this.begun) return;
    this.lanes.refill();
    for (const lane of this.lanes.ready) {
      if (this.active >= this.options.inboundConcurrency) return;
      if (this.waitsForProvider(lane.channelId)) continue;
      const record = this.lanes.begin(lane);
      if (record === undefined) continue;
      this.active += 1;
      void this.handleRecord(record).finally(() => {
        this.active -= 1;
        this.lanes.release(lane.channelId);
        if (this.active === 0) for (const resolve of this.quiet.splice(0)) resolve();
        this.pump();
      });
    }
  }

  /** Without its provider a channel keeps its deliveries; they go on when it is back (R3). */
  private waitsForProvider(channelId: string): boolean {
    const channel = this.channels.ofHost(channelId);
    return channel !== undefined && channel.provider === undefined;
  }

  private async handleRecord(record: InboundRecord): Promise<void> {
    if (this.dropped.has(record.sequence)) {
      this.lanes.forget(record);
      return;
    }
    const finished = new Set<string>();
    try {
      if (record.finished !== NONE)
        for (const key of finishedSchema.parse(JSON.parse(record.finished))) finished.add(key);
      if (!this.handling.hasHandlers) return await this.hear(record, finished);
      const events = await this.handling.handle(record, finished);
      // Not waited for: the next delivery of the channel begins, and what it leaves behind shares a group with this one.
      void this.write({ ...record, state: "done", finished: NONE }, "unhurried").then(() => {
        this.finish(record, events);
      });
    } catch (error) {
      await this.failed({ ...record, finished: JSON.stringify([...finished]) }, error);
    }
  }

  /** Nobody handles it yet: it is left in the store, with a mark if it must not be heard again. */
  private async hear(record: InboundRecord, finished: Set<string>): Promise<void> {
    const known = finished.size;
    // Before it is read: a handler may come meanwhile.
    this.lanes.putAside(record);
    await this.handling.hear(record, finished);
    if (finished.size > known) await this.write({ ...record, finished: JSON.stringify([...finished]) });
    this.lanes.forget(record);
  }

  private finish(record: InboundRecord, events: number): void {
    this.lanes.forget(record);
    if (this.events.has("inbound-delivered")) {
      const { accountId, channelId, rawId } = record;
      this.events.emit("inbound-delivered", { accountId, channelId, rawId, events });
    }
    this.pump();
  }

  private async failed(record: InboundRecord, error: unknown): Promise<void> {
    const code = codeOfFailure(error, this.channels.ofHost(record.channelId)?.provider?.manifest);
    if (this.dropped.has(record.sequence)) {
      this.lanes.forget(record);
      return;
    }
    if (code === NO_HANDLER || this.waitsForProvider(record.channelId)) {
      this.lanes.putBack(record);
      return;
    }
    const attempt = record.attempt + 1;
    const lasting = error instanceof HandlingFailure && error.lasting;
    const parked = lasting || attempt >= this.options.inboundMaxAttempts;
    const delayMs = Math.min(60_000, this.options.inboundBackoffBaseMs * 2 ** (attempt - 1));
    const dueAtMs = this.steady.now() + delayMs;
    const again: InboundRecord = { ...record, state: parked ? "parked" : "recorded", attempt, dueAtMs, code };
    await this.write(again);
    if (!parked && !this.lanes.isRewinding(record.channelId)) {
      this.waiting.add(again, dueAtMs);
      this.nap();
      return;
    }
    this.lanes.forget(record);
    if (!parked) return;
    const { accountId, channelId, rawId } = record;
    this.events.emit("inbound-parked", { accountId, channelId, rawId, code });
  }

  /**
   * Kept by the commit queue until the store takes it: what was handled is not handled again. One it never takes holds up nothing here; it is
   * found again after a restart.
   */
  private write(
    { sequence, state, attempt, dueAtMs, finished, code }: InboundRecord,
    pace: CommitPace = "at-once",
  ): Promise<void> {
    const change: InboundChange = { sequence, state, attempt, dueAtMs, finished, code };
    return new Promise((resolve) => {
      this.commits.push(
        { kind: "inbound-update", change },
        {
          mustKeep: true,
          onDurable: () => resolve(),
          onFailed: ({ code }) => {
            if (code === "STORE_WRITE_REFUSED") resolve();
          },
        },
        pace,
      );
    });
  }

  private nap(): void {
    if (this.stopped || this.timer !== undefined) return;
    const nextAtMs = this.waiting.nextAtMs ?? Number.POSITIVE_INFINITY;
    const delayMs = Math.min(LONGEST_NAP_MS, Math.max(1, nextAtMs - this.steady.now()));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      for (;;) {
        const record = this.waiting.take(this.steady.now());
        if (record === undefined) break;
        this.lanes.again(record);
      }
      if (this.waiting.size > 0) this.nap();
      if (this.lanes.backlogUnknown) this.lanes.findBacklog();
      this.pump();
    }, delayMs);
  }
}
