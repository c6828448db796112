import { inject, injectable } from "tsyringe";
import { ChainedTable } from "../collections/chained-table.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { HostSettings } from "../host/host-settings.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { AttemptRunner } from "./attempt-runner.js";
import type { GatePipeline } from "./gate-pipeline.js";
import { ExpiryWatch } from "./expiry-watch.js";
import { Lane } from "./lane.js";
import { LaneClock } from "./lane-clock.js";
import { LanePauses, type LeftPause } from "./lane-pauses.js";
import { LaneRooms, STALLED_AFTER_MS } from "./lane-rooms.js";
import { holdsUpOthers } from "./holds-up-others.js";
import type { LaneRefill, TakeEntry } from "./lane-refill.js";
import { LearnedRates } from "./learned-rates.js";
import { CREDENTIAL_CODES, type NextStep } from "./next-step.js";
import { isDueAtInstant, type OutboxEntry } from "./outbox-entry.js";
import type { Settlement } from "./settlement.js";
import type { TransferDesk } from "./transfer-desk.js";

/**
 * Takes accepted messages to their providers: one lane per channel, so many transfers at once. A hung provider fills its own lane
 * and nobody else's.
 */
@injectable()
export class Dispatcher {
  private readonly lanes = new Map<string, Lane>();
  private readonly rates = new LearnedRates();
  private readonly clockwork: LaneClock;
  private readonly rooms: LaneRooms;
  private readonly attempts: AttemptRunner;
  private readonly watch: ExpiryWatch;
  private readonly pauses: LanePauses;
  /** Every message in memory by its id, until nothing is left to do or the store has it alone. */
  private readonly inHand = new ChainedTable<string, OutboxEntry>();
  /** How many of them a lane has begun with. */
  private active = 0;
  private stopped = false;
  private readonly quietWaiters: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.EventBus) events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) channels: ChannelRegistry,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
    @inject(TOKENS.TransferDesk) transfers: TransferDesk,
    @inject(TOKENS.Settlement) settlement: Settlement,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {
    this.pauses = new LanePauses(commits);
    this.rooms = new LaneRooms(options.laneWindow, steady);
    this.attempts = new AttemptRunner(
      { clock, steady, commits, channels, gates, transfers, settlement },
      {
        follow: (lane, entry, step) => this.follow(lane, entry, step),
        drop: (lane, entry) => this.finish(lane, entry, false),
        putBack: (lane, entry) => {
          lane.pushFirst(entry);
          this.finish(lane, entry, true);
        },
        heard: (lane, outcome, quota) => this.rates.heard(lane, outcome, quota, this.steady.now()),
      },
    );
    this.clockwork = new LaneClock(clock, steady, {
      due: (lane, entry) => {
        lane.waiting -= 1;
        lane.push(entry);
        this.pump(lane);
      },
      wake: (lane) => this.pump(lane),
      tick: () => {
        const isAwaited = this.rooms.letInStalled(this.lanes.values());
        return this.watch.look(this.lanes) || isAwaited;
      },
    });
    this.watch = new ExpiryWatch(clock, steady, {
      inMemory: (lane) => this.takeExpired(lane),
      inStore: (lane) => refill.expired(lane, (entry) => this.tellExpired(entry)),
    });
    refill.follow((entry) => this.takeBack(entry));
    events.on("store-recovered", () => {
      for (const lane of this.lanes.values()) this.pump(lane);
    });
  }

  /** Resolves when the lane has room; nothing for a lane that stands still, whose messages then wait in the store. */
  room(channel: Channel): Promise<void> | undefined {
    const lane = this.lanes.get(channel.channelId);
    if (lane === undefined || this.stopped || !this.rooms.isAwaited(lane)) return undefined;
    this.clockwork.arm();
    return new Promise((resolve) => lane.roomWaiters.push(resolve));
  }

  /** Takes a message that just became durable; leaves it in the store when the lane is full. */
  add(entry: OutboxEntry): void {
    const lane = this.lane(entry.channel);
    if (entry.sequence <= lane.cursor) return;
    if (lane.spilledThrough > 0 || this.rooms.isFull(lane)) {
      lane.spilledThrough = entry.sequence;
      lane.leaves(entry);
    } else {
      lane.cursor = entry.sequence;
      this.enqueue(lane, entry);
    }
    this.pump(lane);
  }

  /** Takes a message that was held or deferred; leaves it in the store when the lane is full. */
  private takeBack(entry: OutboxEntry): void {
    const lane = this.lane(entry.channel);
    if (entry.sequence > lane.cursor && lane.spilledThrough > 0) {
      // The lane comes to it with its next fetch; one under way may have read the store before it was back.
      lane.spilledThrough = Math.max(lane.spilledThrough, entry.sequence);
      lane.returnedAt = Math.min(lane.returnedAt, entry.sequence);
      lane.leaves(entry);
    } else {
      lane.cursor = Math.max(lane.cursor, entry.sequence);
      if (this.rooms.isFullForReturned(lane)) {
        lane.left.add(entry.sequence);
        lane.leaves(entry);
      } else this.enqueue(lane, entry);
    }
    this.pump(lane);
  }

  /**
   * Puts a message into its lane: ready, or waiting in memory until it is due.
   * @param code - of its last attempt, where the store tells of it.
   */
  enqueue(lane: Lane, entry: OutboxEntry, code?: string): void {
    this.inHand.set(entry.messageId, entry);
    const clock = isDueAtInstant(entry) ? this.clock : this.steady;
    if (entry.dueAtMs === 0 || entry.dueAtMs <= clock.now()) lane.push(entry);
    else if (entry.attempt > 0 && (isStrict(lane) || holdsUpOthers(entry, code, clock.now()))) {
      // After a restart: everything waits behind a message that was tried in strict order, or that the provider turned away with the whole channel.
      lane.pauseUntil(entry.dueAtMs);
      if (holdsUpOthers(entry, code, clock.now())) lane.turnedAwayUntilMs = entry.dueAtMs;
      lane.push(entry);
    } else {
      lane.waiting += 1;
      this.clockwork.add(lane, entry);
    }
  }

  lane(channel: Channel): Lane {
    let lane = this.lanes.get(channel.channelId);
    if (lane === undefined) {
      const made = new Lane(channel, this.steady.now(), () => {
        made.pumping = false;
        this.pump(made);
      });
      lane = made;
      lane.rate = this.rates.of(channel.channelId) ?? lane.rate;
      this.lanes.set(channel.channelId, lane);
    }
    return lane;
  }

  /** Fetches what the store has for a channel: after a restart. */
  resume(channel: Channel, throughSequence: number): void {
    const lane = this.lane(channel);
    lane.spilledThrough = Math.max(lane.spilledThrough, throughSequence);
    lane.leftExpiresAtMs = 0;
    this.pump(lane);
  }

  /** Looks again at the lanes of some channels: a person decided something about them or their provider, which also ends a pause. */
  goOn(picked: (channel: Channel) => boolean): void {
    for (const lane of this.lanes.values()) {
      if (!picked(lane.channel)) continue;
      lane.pausedUntilMs = 0;
      lane.turnedAwayUntilMs = 0;
      this.pauses.forget(lane.channel.channelId);
      this.pump(lane);
    }
  }

  /** After a restart: channels that their provider turned away, of which no message tells. */
  async restorePauses(store: Store, channelOf: (left: LeftPause) => Channel | undefined): Promise<void> {
    for (const left of await this.pauses.load(store, this.steady.now())) {
      const channel = channelOf(left);
      if (channel === undefined) this.pauses.forget(left.channelId);
      else this.lane(channel).pauseUntil(left.untilMs);
    }
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
    // It may have been the one that told of it.
    const lane = entry.attempt > 0 ? this.lanes.get(entry.channel.channelId) : undefined;
    if (lane !== undefined && lane.turnedAwayUntilMs > this.steady.now())
      this.pauses.keep(lane.channel, lane.turnedAwayUntilMs);
    return "withdrawn";
  }

  /** Starts nothing new and waits for what is under way. @returns how many transfers did not end in time. */
  async stop(graceMs: number): Promise<number> {
    this.stopped = true;
    this.clockwork.close();
    this.refill.close();
    for (const lane of this.lanes.values()) this.rooms.letAllIn(lane);
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
    const channel = lane.channel.latest;
    lane.channel = channel;
    // Without its provider a channel keeps its messages; they go on when it is back (R3).
    if (channel.provider === undefined) {
      this.standStill(lane, Number.POSITIVE_INFINITY);
      return;
    }
    if (lane.pausedUntilMs > 0) {
      if (lane.pausedUntilMs > this.steady.now()) {
        this.standStill(lane, lane.pausedUntilMs);
        return;
      }
      lane.pausedUntilMs = 0;
      this.pauses.forget(channel.channelId);
    }
    const concurrency = isStrict(lane) ? 1 : (channel.limits?.concurrency ?? 1);
    while (lane.inFlight < concurrency) {
      if (lane.rate.isLimiting && lane.ready > 0) {
        const nowMs = this.steady.now();
        const waitMs = lane.rate.take(nowMs);
        if (waitMs > 0) {
          this.standStill(lane, nowMs + waitMs);
          break;
        }
      }
      const entry = lane.shift();
      if (entry === undefined) break;
      this.start(lane, entry);
    }
    const { hasMore } = lane;
    if ((hasMore || lane.ready > 0) && this.watch.begin()) this.clockwork.arm();
    if (hasMore && !lane.refilling && this.rooms.isHalfEmpty(lane)) this.fetch(lane);
    if (lane.roomWaiters.size > 0) this.rooms.letIn(lane);
    if (lane.idle && this.lanes.get(channel.channelId) === lane) this.lanes.delete(channel.channelId);
  }

  /** Nothing starts; what expires meanwhile is told all the same. */
  private standStill(lane: Lane, untilMs: number): void {
    this.takeExpired(lane);
    if ((lane.ready > 0 || lane.hasMore) && this.watch.begin()) this.clockwork.arm();
    if (untilMs < Number.POSITIVE_INFINITY) this.clockwork.wakeAt(lane, untilMs);
  }

  private takeExpired(lane: Lane): void {
    const hasExpired = (entry: OutboxEntry): boolean => !entry.withdrawn && this.attempts.hasExpired(entry);
    for (const entry of lane.takeExpired(this.steady.now(), hasExpired)) {
      this.attempts.expire(entry);
      this.inHand.take(entry.messageId);
    }
  }

  private tellExpired(entry: OutboxEntry): boolean {
    if (!this.attempts.hasExpired(entry)) return false;
    this.attempts.expire(entry);
    return true;
  }

  private start(lane: Lane, entry: OutboxEntry): void {
    lane.inFlight += 1;
    this.active += 1;
    entry.begun = true;
    this.attempts.start(lane, entry);
  }

  private follow(lane: Lane, entry: OutboxEntry, step: NextStep): void {
    if (step.pauseLane) this.turnedAway(lane, entry, step);
    if (step.queue === "deferred") this.refill.deferredAt(entry.dueAtMs);
    else if (step.queue === "ready") {
      // In strict order, or when the provider turns the whole channel away, everything waits behind this message.
      if (step.pauseLane || isStrict(lane)) {
        lane.pauseUntil(entry.dueAtMs);
        lane.pushFirst(entry);
      } else this.enqueue(lane, entry);
    } else if (step.pauseLane) lane.pauseUntil(entry.dueAtMs);
    this.finish(lane, entry, step.queue === "ready");
  }

  private turnedAway(lane: Lane, { dueAtMs }: OutboxEntry, { code = "", queue }: NextStep): void {
    if (CREDENTIAL_CODES.has(code)) return;
    lane.turnedAwayUntilMs = Math.max(lane.turnedAwayUntilMs, dueAtMs);
    if (queue === "none") this.pauses.keep(lane.channel, dueAtMs);
  }

  private finish(lane: Lane, entry: OutboxEntry, goesOn: boolean): void {
    lane.inFlight -= 1;
    lane.lastEndedAtMs = this.steady.now();
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
    const take: TakeEntry = (entry, code) => this.enqueue(lane, entry, code);
    this.refill.next(lane, this.options.laneWindow, take).then(
      () => {
        lane.refilling = false;
        this.pump(lane);
      },
      () => {
        // The store cannot be read now: the lane tries again a little later.
        lane.refilling = false;
        this.clockwork.wakeAt(lane, this.steady.now() + STALLED_AFTER_MS);
      },
    );
  }
}

const SOON = Promise.resolve();

const isStrict = ({ channel }: Lane): boolean => channel.limits?.order === "strict";
