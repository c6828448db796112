import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { Lane } from "./lane.js";
import type { OutboxEntry } from "./outbox-entry.js";
import { decodePayload } from "./payload-codec.js";

const PAGE = 500;
/** The timer looks at the clock at least this often, so that a clock that jumps is noticed. Milliseconds. */
const LONGEST_NAP_MS = 1_000;

/** Brings messages from the store into memory: a lane's next ones, deferred ones whose time has come, held ones that are released. */
@injectable()
export class LaneRefill {
  private onEntry: (entry: OutboxEntry) => void = () => undefined;
  private nextDeferredAtMs: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /** Who takes messages that were deferred or held: the dispatcher. */
  follow(onEntry: (entry: OutboxEntry) => void): void {
    this.onEntry = onEntry;
  }

  /** The lane's next messages, in order; moves its cursor and ends its spilling when the store has no more. */
  async next(lane: Lane, window: number): Promise<OutboxEntry[]> {
    const limit = Math.min(PAGE, window);
    const { channelId } = lane.channel;
    const { spilledThrough } = lane;
    const records = await this.store.queuedMessages({ queue: "ready", channelId, after: lane.cursor, limit });
    lane.cursor = records.at(-1)?.sequence ?? lane.cursor;
    // The store has no more, unless something was spilled while it was asked.
    const complete = records.length === 0 ? lane.spilledThrough === spilledThrough : lane.cursor >= lane.spilledThrough;
    if (complete) lane.spilledThrough = 0;
    return records.flatMap((record) => this.decode(record));
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
  async release(channelId: string): Promise<number> {
    let released = 0;
    for (;;) {
      const records = await this.store.queuedMessages({ queue: "held", channelId, limit: PAGE });
      await Promise.all(records.map((record) => this.ready(record)));
      released += records.length;
      if (records.length < PAGE) return released;
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.closed || this.nextDeferredAtMs === undefined) return;
    const delayMs = Math.min(LONGEST_NAP_MS, Math.max(1, this.nextDeferredAtMs - this.clock.now()));
    this.timer = setTimeout(() => {
      this.look().catch(() => this.arm());
    }, delayMs);
  }

  private async look(): Promise<void> {
    const nowMs = this.clock.now();
    if (this.nextDeferredAtMs === undefined || this.nextDeferredAtMs > nowMs) {
      this.arm();
      return;
    }
    const records = await this.store.deferredMessages({ dueByMs: nowMs, limit: PAGE });
    await Promise.all(records.map((record) => this.ready(record)));
    this.nextDeferredAtMs = undefined;
    const next = await this.store.nextDeferredAtMs();
    if (next !== undefined) this.deferredAt(next);
  }

  /** Moves a record to the ready queue; its lane takes it when that is durable, so that no second look finds it. */
  private async ready(record: MessageRecord): Promise<void> {
    const { sequence, attempt } = record;
    const change = {
      sequence,
      attempt,
      state: "accepted",
      queue: "ready",
      dueAtMs: 0,
      stateAtMs: this.clock.now(),
    } as const;
    await this.commits.commit({
      kind: "message-update",
      change: { ...change, providerMessageId: undefined, code: undefined },
    });
    for (const entry of this.decode({ ...record, state: "accepted", queue: "ready", dueAtMs: 0 })) this.onEntry(entry);
  }

  private decode(record: MessageRecord): OutboxEntry[] {
    const {
      sequence,
      messageId,
      accountId,
      channelId,
      contentHash,
      acceptedAtMs,
      expiresAtMs,
      state,
      attempt,
      dueAtMs,
    } = record;
    const channel = this.channels.find(accountId, channelId);
    if (channel === undefined) {
      this.logger.error("a message waits for a channel that is not known", { messageId, channelId });
      return [];
    }
    const interrupted = state === "transferring";
    const message = decodePayload(record.payload, record.blobs, { accountId, channelId });
    return [
      {
        sequence,
        messageId,
        channel,
        message,
        contentHash,
        acceptedAtMs,
        expiresAtMs,
        state,
        attempt,
        dueAtMs,
        lookup: false,
        interrupted,
      },
    ];
  }
}
