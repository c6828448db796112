import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { Lane } from "./lane.js";
import { isDueAtInstant, type OutboxEntry } from "./outbox-entry.js";
import { decodePayload } from "./payload-codec.js";

const PAGE = 500;
/** The timer looks at the clock at least this often, so that a clock that jumps is noticed. Milliseconds. */
const LONGEST_NAP_MS = 1_000;

/** Takes a message out of the store, with the code of its last attempt. */
export type TakeEntry = (entry: OutboxEntry, code: string | undefined) => void;

/** Brings messages from the store into memory: a lane's next ones, deferred ones whose time has come, held ones that are released. */
@injectable()
export class LaneRefill {
  private onEntry: (entry: OutboxEntry) => void = () => undefined;
  private nextDeferredAtMs: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** One look at a time: a second would find what the first is taking. */
  private looking = false;
  /** Messages being taken back: no read that began earlier may bring them. */
  private readonly barred = new Set<string>();
  private reads = 0;
  private readonly readWaiters: (() => void)[] = [];

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /** Who takes messages that were deferred or held: the dispatcher. */
  follow(onEntry: (entry: OutboxEntry) => void): void {
    this.onEntry = onEntry;
  }

  /**
   * Hands the lane's next messages to `take`, in order; moves its cursor and ends its spilling when the store has no more.
   * @throws {StoreError} the store cannot be read now.
   */
  next(lane: Lane, window: number, take: TakeEntry): Promise<void> {
    const limit = Math.min(PAGE, window);
    return this.whileReading(() =>
      lane.left.size > 0 ? this.readLeft(lane, limit, take) : this.read(lane, limit, take),
    );
  }

  /** Keeps a message that is being taken back out of every lane. @returns ends that, once no read can bring it any more. */
  bar(messageId: string): () => Promise<void> {
    this.barred.add(messageId);
    return async () => {
      if (this.reads > 0) await new Promise<void>((resolve) => this.readWaiters.push(resolve));
      this.barred.delete(messageId);
    };
  }

  private async read(lane: Lane, limit: number, take: TakeEntry): Promise<void> {
    const { channelId } = lane.channel;
    const { spilledThrough } = lane;
    lane.returnedAt = Number.POSITIVE_INFINITY;
    const found = await this.store.queuedMessages({ queue: "ready", channelId, after: lane.cursor, limit });
    // A message that came back into the queue meanwhile is not among them: what lies behind it is read again, after it.
    const { returnedAt } = lane;
    const records = found.filter(({ sequence }) => sequence < returnedAt);
    lane.cursor = records.at(-1)?.sequence ?? lane.cursor;
    // The store has no more, unless something was spilled while it was asked.
    const complete = records.length === 0 ? lane.spilledThrough === spilledThrough : lane.cursor >= lane.spilledThrough;
    if (complete && returnedAt === Number.POSITIVE_INFINITY) lane.spilledThrough = 0;
    for (const record of records) {
      const entry = this.decode(record);
      if (entry !== undefined) take(entry, record.code);
    }
  }

  /** What came back and found no room. Others of the lane, in hand already, lie between them. */
  private async readLeft(lane: Lane, limit: number, take: TakeEntry): Promise<void> {
    const wanted = lane.left.first(limit);
    const [lowest = 0] = wanted;
    const { channelId } = lane.channel;
    const found = await this.store.queuedMessages({ queue: "ready", channelId, after: lowest - 1, limit: PAGE });
    const through = found.length < PAGE ? Number.POSITIVE_INFINITY : (found.at(-1)?.sequence ?? 0);
    const reached = new Set(wanted.filter((sequence) => sequence <= through));
    lane.left.drop(reached);
    for (const record of found) {
      const entry = reached.has(record.sequence) ? this.decode(record) : undefined;
      if (entry !== undefined) take(entry, record.code);
    }
  }

  /**
   * Hands what a lane left in the store and nobody wants any more to `tell`, which says whether it told of it; resolves when that is durable.
   * What the lane has in hand, or had, is none of it: a receipt may be on its way to the store.
   */
  expired(lane: Lane, tell: (entry: OutboxEntry) => boolean): Promise<void> {
    return this.whileReading(async () => {
      const { channelId } = lane.channel;
      const { cursor, spilledThrough, left } = lane;
      const [lowest = Number.POSITIVE_INFINITY] = left.first(1);
      const begin = spilledThrough > 0 ? Math.min(lowest - 1, cursor) : lowest - 1;
      const expiredByMs = this.latestMs();
      lane.leftExpiresAtMs = Number.POSITIVE_INFINITY;
      for (let after: number | undefined = begin; after !== undefined && !this.closed;) {
        const records = await this.store.expiredMessages({ channelId, after, expiredByMs, limit: PAGE });
        const mine = records.filter(
          ({ sequence }) => left.has(sequence) || (sequence > cursor && sequence <= spilledThrough),
        );
        const told = new Set<number>();
        for (const record of mine) {
          const entry = this.decode(record);
          if (entry === undefined || entry.interrupted) continue;
          if (tell(entry)) told.add(entry.sequence);
          // By the other clock it has not expired yet.
          else lane.leaves(entry);
        }
        left.drop(told);
        // Before it is durable, the store would give it to the next one who reads.
        if (told.size > 0) await this.commits.barrier();
        after = records.length < PAGE ? undefined : records.at(-1)?.sequence;
      }
      const nextMs = await this.store.nextExpiryAtMs({ channelId, after: begin, laterThanMs: expiredByMs });
      lane.leftExpiresAtMs = Math.min(lane.leftExpiresAtMs, nextMs ?? Number.POSITIVE_INFINITY);
    });
  }

  /** A message waits in the store until then. */
  deferredAt(dueAtMs: number): void {
    if (this.closed || (this.nextDeferredAtMs !== undefined && this.nextDeferredAtMs <= dueAtMs)) return;
    this.nextDeferredAtMs = dueAtMs;
    this.arm();
  }

  /** After a restart: what the store defers. */
  async start(): Promise<void> {
    const dueAtMs = await this.store.nextDeferredAtMs();
    if (dueAtMs !== undefined) this.deferredAt(dueAtMs);
  }

  /** Puts held messages of a channel back on their way. @returns how many. */
  release(channelId: string): Promise<number> {
    return this.whileReading(async () => {
      // What was held by a decision of just now may not be in the store yet.
      await this.commits.barrier();
      let released = 0;
      let after = 0;
      for (;;) {
        const records = await this.store.queuedMessages({ queue: "held", channelId, after, limit: PAGE });
        await Promise.all(records.map((record) => this.ready(record)));
        released += records.length;
        if (records.length < PAGE) return released;
        // One that is held again at once is not released again.
        after = records.at(-1)?.sequence ?? after;
      }
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** @param leastMs - a store that cannot be read is not asked again at once. */
  private arm(leastMs = 1): void {
    clearTimeout(this.timer);
    if (this.closed || this.nextDeferredAtMs === undefined) return;
    const delayMs = Math.min(LONGEST_NAP_MS, Math.max(leastMs, this.nextDeferredAtMs - this.latestMs()));
    this.timer = setTimeout(() => void this.look(), delayMs);
  }

  /** By the clock that is ahead: what is due by neither is not looked at. */
  private latestMs(): number {
    return Math.max(this.clock.now(), this.steady.now());
  }

  private async look(): Promise<void> {
    const dueByMs = this.latestMs();
    const soughtMs = this.nextDeferredAtMs;
    // Whoever looks arms the timer at the end.
    if (this.looking) return;
    if (soughtMs === undefined || soughtMs > dueByMs) {
      this.arm();
      return;
    }
    this.looking = true;
    // What is deferred from now on sets it anew: the store may not have it yet when it is asked for the next one.
    this.nextDeferredAtMs = undefined;
    let leastMs: number | undefined;
    try {
      await this.whileReading(() => this.readDue(dueByMs));
      const next = await this.store.nextDeferredAtMs();
      if (next !== undefined) this.deferredAt(next);
    } catch {
      // The store cannot be read now: what is due is sought again.
      this.deferredAt(soughtMs);
      leastMs = LONGEST_NAP_MS;
    }
    this.looking = false;
    this.arm(leastMs);
  }

  private async readDue(dueByMs: number): Promise<void> {
    for (let limit = PAGE; ; limit *= 2) {
      const records = await this.store.deferredMessages({ dueByMs, limit });
      const due = records.filter((record) => this.isDue(record));
      await Promise.all(due.map((record) => this.ready(record)));
      // While the clocks differ, what is not due yet may stand before what is.
      if (due.length > 0 || records.length < limit) return;
    }
  }

  private isDue(record: MessageRecord): boolean {
    return record.dueAtMs <= (isDueAtInstant(record) ? this.clock.now() : this.steady.now());
  }

  private async whileReading<Answer>(read: () => Promise<Answer>): Promise<Answer> {
    this.reads += 1;
    try {
      return await read();
    } finally {
      this.reads -= 1;
      if (this.reads === 0) for (const resolve of this.readWaiters.splice(0)) resolve();
    }
  }

  /** Moves a record to the ready queue; its lane takes it when that is durable, so that no second look finds it. */
  private async ready(record: MessageRecord): Promise<void> {
    if (this.barred.has(record.messageId)) return;
    const { sequence, attempt } = record;
    // A message that may have arrived stays one.
    const state = record.state === "unknown" ? "unknown" : "accepted";
    const queue = "ready";
    const change = { sequence, attempt, state, queue, dueAtMs: 0, stateAtMs: this.clock.now() } as const;
    await this.commits.keep({
      kind: "message-update",
      change: { ...change, providerMessageId: undefined, code: undefined },
    });
    const entry = this.decode({ ...record, state, queue, dueAtMs: 0 });
    if (entry !== undefined) this.onEntry(entry);
  }

  private decode(record: MessageRecord): OutboxEntry | undefined {
    const { messageId, accountId, channelId, state, attempt, dueAtMs } = record;
    if (this.barred.has(messageId)) return undefined;
    const channel = this.channels.find(accountId, channelId);
    if (channel === undefined) {
      this.logger.error("a message waits for a channel that is not known", { messageId, channelId });
      return undefined;
    }
    let message: OutboundMessage;
    try {
      message = decodePayload(record.payload, record.blobs, { accountId, channelId });
    } catch {
      // The error may quote the message. It is held, so that the others of its channel go on.
      this.logger.error("a message in the store cannot be read", { messageId, channelId });
      this.hold(record, "PAYLOAD_UNREADABLE");
      return undefined;
    }
    const { sequence, contentHash, acceptedAtMs, expiresAtMs } = record;
    return {
      ...{ sequence, messageId, channel, message, contentHash, acceptedAtMs, expiresAtMs, state, attempt, dueAtMs },
      lookup: false,
      interrupted: state === "transferring" || state === "unknown",
      uncertain: state === "unknown",
      firstAttemptAtMs: undefined,
      begun: false,
      withdrawn: false,
    };
  }

  private hold({ sequence, attempt, state }: MessageRecord, code: string): void {
    const change = { sequence, attempt, queue: "held", dueAtMs: 0, stateAtMs: this.clock.now(), code } as const;
    const heldState = state === "transferring" || state === "unknown" ? "unknown" : "held";
    this.commits.push({
      kind: "message-update",
      change: { ...change, state: heldState, providerMessageId: undefined },
    });
  }
}
