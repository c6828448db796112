import { inject, injectable } from "tsyringe";
import { ChainedTable } from "../collections/chained-table.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { HostSettings } from "../host/host-settings.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { GatePipeline } from "./gate-pipeline.js";
import { Lane } from "./lane.js";
import { LaneClock } from "./lane-clock.js";
import type { LearnedRate } from "./learned-rate.js";
import type { LaneRefill } from "./lane-refill.js";
import { ended, type NextStep } from "./next-step.js";
import type { OutboxEntry } from "./outbox-entry.js";
import type { Settlement } from "./settlement.js";
import type { TransferDesk } from "./transfer-desk.js";

/** A lane that ended nothing for this long does not make callers wait for it: its messages wait in the store. Milliseconds. */
const STALLED_AFTER_MS = 1_000;
const RATE_LIMITED = "RATE_LIMITED";
const GATE_FAILED: SendOutcome = { outcome: "try-again", code: "GATE_FAILED", party: "host", scope: "message" };
const HOST_STOPPED: SendOutcome = { outcome: "unknown", code: "HOST_STOPPED", party: "host" };

/**
 * Takes accepted messages to their providers: one lane per channel, so many transfers at once. A hung provider fills its own lane
 * and nobody else's.
 */
@injectable()
export class Dispatcher {
  private readonly lanes = new Map<string, Lane>();
  /** Learned rate limits by channel, of those that were told one. */
  private readonly rates = new Map<string, LearnedRate>();
  private readonly clockwork: LaneClock;
  /** Every message in memory by its id, until nothing is left to do or the store has it alone. */
  private readonly inHand = new ChainedTable<string, OutboxEntry>();
  /** How many of them a lane has begun with. */
  private active = 0;
  private stopped = false;
  private readonly quietWaiters: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.EventBus) events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.GatePipeline) private readonly gates: GatePipeline,
    @inject(TOKENS.TransferDesk) private readonly transfers: TransferDesk,
    @inject(TOKENS.Settlement) private readonly settlement: Settlement,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {
    this.clockwork = new LaneClock(clock, {
      due: (lane, entry) => {
        lane.waiting -= 1;
        lane.push(entry);
        this.pump(lane);
      },
      wake: (lane) => this.pump(lane),
      tick: () => this.releaseStalled(),
    });
    refill.follow((entry) => {
      const lane = this.lane(entry.channel);
      if (entry.sequence > lane.cursor) {
        if (lane.spilledThrough > 0) {
          // The lane comes to it with its next fetch; one under way may have read the store before it was back.
          lane.spilledThrough = Math.max(lane.spilledThrough, entry.sequence);
          lane.returnedAt = Math.min(lane.returnedAt, entry.sequence);
          this.pump(lane);
          return;
        }
        lane.cursor = entry.sequence;
      }
      this.enqueue(lane, entry);
      this.pump(lane);
    });
    events.on("store-recovered", () => this.wake(() => true));
  }

  /** Resolves when the lane has room; nothing for a lane that stands still, whose messages then wait in the store. */
  room(channel: Channel): Promise<void> | undefined {
    const lane = this.lanes.get(channel.channelId);
    if (lane === undefined || lane.size < this.options.laneWindow || lane.spilledThrough > 0) return undefined;
    if (this.stopped || this.stalled(lane)) return undefined;
    this.clockwork.arm();
    return new Promise((resolve) => lane.roomWaiters.push(resolve));
  }

  /** Takes a message that just became durable; leaves it in the store when the lane is full. */
  add(entry: OutboxEntry): void {
    const lane = this.lane(entry.channel);
    if (entry.sequence <= lane.cursor) return;
    if (lane.spilledThrough > 0 || this.full(lane)) lane.spilledThrough = entry.sequence;
    else {
      lane.cursor = entry.sequence;
      this.enqueue(lane, entry);
    }
    this.pump(lane);
  }

  /** Puts a message into its lane: ready, or waiting in memory until it is due. */
  enqueue(lane: Lane, entry: OutboxEntry): void {
    this.inHand.set(entry.messageId, entry);
    if (entry.dueAtMs === 0 || entry.dueAtMs <= this.clock.now()) lane.push(entry);
    else if (entry.attempt > 0 && isStrict(lane)) {
      // After a restart: in strict order everything waits behind a message that was tried.
      lane.pausedUntilMs = Math.max(lane.pausedUntilMs, entry.dueAtMs);
      lane.push(entry);
    } else {
      lane.waiting += 1;
      this.clockwork.add(lane, entry);
    }
  }

  lane(channel: Channel): Lane {
    let lane = this.lanes.get(channel.channelId);
    if (lane === undefined) {
      const made = new Lane(channel, this.clock.now(), () => {
        made.pumping = false;
        this.pump(made);
      });
      lane = made;
      lane.rate = this.rates.get(channel.channelId) ?? lane.rate;
      this.lanes.set(channel.channelId, lane);
    }
    return lane;
  }

  /** Fetches what the store has for a channel: after a restart. */
  resume(channel: Channel, throughSequence: number): void {
    const lane = this.lane(channel);
    lane.spilledThrough = Math.max(lane.spilledThrough, throughSequence);
    this.pump(lane);
  }

  /** Looks again at the lanes of some channels: their provider is back, or a decision changed. */
  wake(picked: (channel: Channel) => boolean): void {
    for (const lane of this.lanes.values()) if (picked(lane.channel)) this.pump(lane);
  }

  /** Resolves when a channel has no transfer under way. */
  async quiet(channel: Channel): Promise<void> {
    const lane = this.lanes.get(channel.channelId);
    if (lane === undefined || lane.inFlight === 0) return;
    await new Promise<void>((resolve) => lane.quietWaiters.push(resolve));
  }

  /**
   * Takes a message out of its lane.
   * @returns `withdrawn`: it will not be sent; `too-late`: its turn has come, or it may have arrived; `not-here`: the store has it, or it ended.
   */
  withdraw(messageId: string): "withdrawn" | "too-late" | "not-here" {
    const entry = this.inHand.get(messageId);
    if (entry === undefined || entry.withdrawn) return "not-here";
    if (entry.begun || entry.uncertain) return "too-late";
    entry.withdrawn = true;
    return "withdrawn";
  }

  /** Starts nothing new and waits for what is under way. @returns how many transfers did not end in time. */
  async stop(graceMs: number): Promise<number> {
    this.stopped = true;
    this.clockwork.close();
    this.refill.close();
    for (const lane of this.lanes.values()) this.makeRoom(lane, Number.POSITIVE_INFINITY);
    let timer: NodeJS.Timeout | undefined;
    if (this.active > 0)
      await new Promise<void>((resolve) => {
        this.quietWaiters.push(resolve);
        timer = setTimeout(resolve, graceMs);
      });
    clearTimeout(timer);
    return this.active;
  }

  /** Starts what can be started. */
  pump(lane: Lane): void {
    if (this.stopped || !this.commits.healthy) return;
    const { channel } = lane;
    // Without its provider a channel keeps its messages; they go on when it is back (R3).
    if (channel.provider === undefined) return;
    if (lane.pausedUntilMs > 0) {
      if (lane.pausedUntilMs > this.clock.now()) {
        this.clockwork.wakeAt(lane, lane.pausedUntilMs);
        return;
      }
      lane.pausedUntilMs = 0;
    }
    const concurrency = isStrict(lane) ? 1 : (channel.limits?.concurrency ?? 1);
    while (lane.inFlight < concurrency) {
      if (lane.rate.isLimiting && lane.ready > 0) {
        const nowMs = this.clock.now();
        const waitMs = lane.rate.take(nowMs);
        if (waitMs > 0) {
          this.clockwork.wakeAt(lane, nowMs + waitMs);
          break;
        }
      }
      const entry = lane.shift();
      if (entry === undefined) break;
      this.start(lane, entry);
    }
    const room = this.options.laneWindow - lane.size;
    if (lane.spilledThrough > 0 && !lane.refilling && room * 2 > this.options.laneWindow) this.fetch(lane);
    if (lane.roomWaiters.length > 0 && room > 0) this.makeRoom(lane, room);
    if (lane.idle && this.lanes.get(channel.channelId) === lane) this.lanes.delete(channel.channelId);
  }

  private start(lane: Lane, entry: OutboxEntry): void {
    lane.inFlight += 1;
    this.active += 1;
    entry.begun = true;
    if (entry.withdrawn) {
      this.finish(lane, entry, false);
      return;
    }
    if (entry.interrupted) {
      // The last process ended during a transfer, or before it knew how one ended: nobody knows whether it arrived.
      entry.interrupted = false;
      this.settle(lane, entry, HOST_STOPPED);
      return;
    }
    const nowMs = this.clock.now();
    if (entry.expiresAtMs <= nowMs) {
      this.settlement.record(entry, ended(entry.uncertain ? "unknown" : "expired", "EXPIRED"));
      this.finish(lane, entry, false);
      return;
    }
    let refused: ReturnType<GatePipeline["decideAgain"]>;
    try {
      refused = this.gates.decideAgain({ channel: entry.channel, message: entry.message, contentBytes: 0 });
    } catch {
      this.settle(lane, entry, GATE_FAILED);
      return;
    }
    if (refused === undefined) this.attempt(lane, entry, nowMs);
    else if (refused instanceof Promise)
      refused.then(
        (late) => {
          if (late === undefined) this.attempt(lane, entry, this.clock.now());
          else this.follow(lane, entry, this.settlement.hold(entry, late));
        },
        () => this.settle(lane, entry, GATE_FAILED),
      );
    else this.follow(lane, entry, this.settlement.hold(entry, refused));
  }

  /** Where a repeat could be a duplicate, the attempt is durable before a byte leaves; a key needs no such mark (G2). */
  private attempt(lane: Lane, entry: OutboxEntry, nowMs: number): void {
    entry.attempt += 1;
    entry.firstAttemptAtMs ??= entry.attempt === 1 ? nowMs : undefined;
    if (entry.lookup || entry.channel.provider?.manifest.idempotency.mode === "key") {
      this.transfer(lane, entry);
      return;
    }
    const { sequence, attempt } = entry;
    const change = {
      sequence,
      attempt,
      state: "transferring",
      queue: "ready",
      dueAtMs: 0,
      stateAtMs: nowMs,
    } as const;
    this.commits.push(
      { kind: "message-update", change: { ...change, providerMessageId: undefined, code: undefined } },
      {
        mustKeep: false,
        onDurable: () => this.transfer(lane, entry),
        onFailed: () => {
          entry.attempt -= 1;
          lane.pushFirst(entry);
          this.finish(lane, entry, true);
        },
      },
    );
  }

  private transfer(lane: Lane, entry: OutboxEntry): void {
    this.transfers.begin(entry, (result) => {
      this.learn(lane, result.outcome);
      this.follow(lane, entry, this.settlement.settle(entry, result));
    });
  }

  /** What the answer says of the provider's own rate limit (R19). It outlives the lane, which goes when it is idle. */
  private learn(lane: Lane, outcome: SendOutcome): void {
    const { rate, channel } = lane;
    if (outcome.outcome === "received") {
      if (rate.received(this.clock.now())) this.rates.delete(channel.channelId);
    } else if (outcome.outcome === "try-again" && outcome.code === RATE_LIMITED) {
      rate.throttled(this.clock.now());
      this.rates.set(channel.channelId, rate);
    }
  }

  private settle(lane: Lane, entry: OutboxEntry, outcome: SendOutcome): void {
    this.follow(lane, entry, this.settlement.settle(entry, { outcome, transfer: undefined }));
  }

  private follow(lane: Lane, entry: OutboxEntry, step: NextStep): void {
    if (step.queue === "deferred") this.refill.deferredAt(entry.dueAtMs);
    else if (step.queue === "ready") {
      // In strict order, or when the provider turns the whole channel away, everything waits behind this message.
      if (step.pauseLane || isStrict(lane)) {
        lane.pausedUntilMs = Math.max(lane.pausedUntilMs, entry.dueAtMs);
        lane.pushFirst(entry);
      } else this.enqueue(lane, entry);
    }
    this.finish(lane, entry, step.queue === "ready");
  }

  private finish(lane: Lane, entry: OutboxEntry, goesOn: boolean): void {
    lane.inFlight -= 1;
    lane.lastEndedAtMs = this.clock.now();
    this.active -= 1;
    entry.begun = false;
    if (!goesOn) this.inHand.take(entry.messageId);
    if (lane.inFlight === 0 && lane.quietWaiters.length > 0)
      for (const resolve of lane.quietWaiters.splice(0)) resolve();
    if (this.active === 0 && this.quietWaiters.length > 0) for (const resolve of this.quietWaiters.splice(0)) resolve();
    if (lane.pumping) return;
    lane.pumping = true;
    // Not at once: a lane full of expired messages would recurse. Not by `queueMicrotask`, which makes an async resource each time.
    void SOON.then(lane.look);
  }

  private fetch(lane: Lane): void {
    lane.refilling = true;
    const take = (entry: OutboxEntry): void => this.enqueue(lane, entry);
    this.refill.next(lane, this.options.laneWindow, take).then(
      () => {
        lane.refilling = false;
        this.pump(lane);
      },
      () => {
        // The store cannot be read now: the lane tries again a little later.
        lane.refilling = false;
        this.clockwork.wakeAt(lane, this.clock.now() + STALLED_AFTER_MS);
      },
    );
  }

  private stalled(lane: Lane): boolean {
    return this.clock.now() - lane.lastEndedAtMs > STALLED_AFTER_MS;
  }

  /** A moving lane takes what was let in before it was full: fetching it again would cost more than holding it. */
  private full(lane: Lane): boolean {
    const { size } = lane;
    const { laneWindow } = this.options;
    return size >= laneWindow * 2 || (size >= laneWindow && this.stalled(lane));
  }

  private makeRoom(lane: Lane, places: number): void {
    for (const resolve of lane.roomWaiters.splice(0, places)) resolve();
  }

  /** @returns whether callers still wait. */
  private releaseStalled(): boolean {
    const nowMs = this.clock.now();
    let waiting = false;
    for (const lane of this.lanes.values()) {
      if (lane.roomWaiters.length === 0) continue;
      if (nowMs - lane.lastEndedAtMs > STALLED_AFTER_MS) this.makeRoom(lane, Number.POSITIVE_INFINITY);
      else waiting = true;
    }
    return waiting;
  }
}

const SOON = Promise.resolve();

const isStrict = ({ channel }: Lane): boolean => channel.limits?.order === "strict";
