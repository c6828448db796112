import { ChainedTable } from "../../collections/chained-table.js";
import type { MessageChange, MessageQueue, MessageRecord } from "../message-record.js";
import type { StoreConflict } from "../store.js";
import { MemoryFinished } from "./memory-finished.js";
import { MemoryIndex } from "./memory-index.js";
import { MemoryQueue, type Waiting } from "./memory-queue.js";

type Queue = Exclude<MessageQueue, "none">;

/** A message and, apart from it, its last change: most are never read again, so the two are put together when somebody asks. */
class Slot implements Waiting {
  private change: MessageChange | undefined = undefined;
  before: this | undefined = undefined;
  after: this | undefined = undefined;

  /** @param kept - without the last change; what never changes can be read from it. */
  constructor(private kept: MessageRecord) {}

  get fixed(): Pick<MessageRecord, "sequence" | "messageId" | "accountId" | "channelId" | "idempotencyKey"> {
    return this.kept;
  }

  apply(change: MessageChange): void {
    if (this.change !== undefined) this.kept = changed(this.kept, this.change);
    this.change = change;
  }

  get record(): MessageRecord {
    if (this.change !== undefined) {
      this.kept = changed(this.kept, this.change);
      this.change = undefined;
    }
    return this.kept;
  }

  get providerMessageId(): string | undefined {
    return this.change?.providerMessageId ?? this.kept.providerMessageId;
  }

  get queue(): MessageQueue {
    return this.change?.queue ?? this.kept.queue;
  }
}

/** The messages of a {@link memoryStore}. */
export class MemoryMessages {
  lastSequence = 0;
  private readonly bySequence = new ChainedTable<number, Slot>();
  private readonly byId = new ChainedTable<string, Slot>();
  private readonly byKey = new MemoryIndex<Slot>();
  private readonly byProviderId = new MemoryIndex<Slot>();
  private readonly queues: Record<Queue, Map<string, MemoryQueue<Slot>>> = {
    ready: new Map(),
    deferred: new Map(),
    held: new Map(),
  };
  private readonly finished: MemoryFinished;

  constructor(keepFinished: number) {
    this.finished = new MemoryFinished(keepFinished);
  }

  /** True when another record has its sequence or its id, which only a defect of the caller can bring about. */
  has(record: MessageRecord): boolean {
    return this.bySequence.has(record.sequence) || this.byId.has(record.messageId);
  }

  insert(record: MessageRecord, index: number): StoreConflict | undefined {
    const slot = new Slot(record);
    if (record.idempotencyKey !== undefined) {
      const existing = this.byKey.get(record.accountId, record.idempotencyKey)?.record;
      if (existing) {
        const { messageId, contentHash, acceptedAtMs } = existing;
        return { index, existingId: messageId, contentHash, acceptedAtMs };
      }
      this.byKey.set(record.accountId, record.idempotencyKey, slot);
    }
    this.bySequence.set(record.sequence, slot);
    this.byId.set(record.messageId, slot);
    if (record.providerMessageId !== undefined) this.nameByProvider(record.providerMessageId, slot);
    if (record.sequence > this.lastSequence) this.lastSequence = record.sequence;
    this.enqueue(slot);
    return undefined;
  }

  update(change: MessageChange): void {
    const slot = this.bySequence.get(change.sequence);
    if (!slot) return;
    const { queue } = slot;
    slot.apply(change);
    if (change.providerMessageId !== undefined) this.nameByProvider(change.providerMessageId, slot);
    if (change.queue === queue) return;
    if (queue === "none") this.finished.takeBack(change.sequence);
    else this.dequeue(queue, slot.fixed.channelId, slot);
    this.enqueue(slot);
  }

  queued(query: { queue: Queue; channelId: string; after?: number | undefined; limit: number }): MessageRecord[] {
    return (this.queues[query.queue].get(query.channelId)?.page(query) ?? []).map((slot) => slot.record);
  }

  channels(queue: Queue): string[] {
    return [...this.queues[queue].keys()].sort();
  }

  deferred(dueByMs: number, limit: number): MessageRecord[] {
    return this.allDeferred()
      .filter((record) => record.dueAtMs <= dueByMs)
      .sort((left, right) => left.dueAtMs - right.dueAtMs || left.sequence - right.sequence)
      .slice(0, limit);
  }

  nextDeferredAtMs(): number | undefined {
    let next: number | undefined;
    for (const { dueAtMs } of this.allDeferred()) next = Math.min(next ?? dueAtMs, dueAtMs);
    return next;
  }

  expired(query: { channelId: string; after?: number | undefined; expiredByMs: number; limit: number }) {
    return this.ready(query)
      .filter(({ expiresAtMs }) => expiresAtMs <= query.expiredByMs)
      .slice(0, query.limit);
  }

  nextExpiryAtMs(query: { channelId: string; after: number; laterThanMs: number }): number | undefined {
    let next: number | undefined;
    for (const { expiresAtMs } of this.ready(query))
      if (expiresAtMs > query.laterThanMs) next = Math.min(next ?? expiresAtMs, expiresAtMs);
    return next;
  }

  byMessageId(messageId: string): MessageRecord | undefined {
    return this.byId.get(messageId)?.record;
  }

  byIdempotencyKey(accountId: string, idempotencyKey: string): MessageRecord | undefined {
    return this.byKey.get(accountId, idempotencyKey)?.record;
  }

  byProviderMessageId(channelId: string, providerMessageId: string): MessageRecord | undefined {
    return this.byProviderId.get(channelId, providerMessageId)?.record;
  }

  page(query: { after?: number | undefined; limit: number }, matches: (record: MessageRecord) => boolean) {
    const found: MessageRecord[] = [];
    for (const { record } of this.bySequence.values()) {
      if (record.sequence > (query.after ?? 0) && matches(record)) found.push(record);
    }
    return found.sort((left, right) => left.sequence - right.sequence).slice(0, query.limit);
  }

  private ready({ channelId, after }: { channelId: string; after?: number | undefined }): MessageRecord[] {
    return this.queued({ queue: "ready", channelId, after, limit: Number.POSITIVE_INFINITY });
  }

  private allDeferred(): MessageRecord[] {
    return [...this.queues.deferred.values()].flatMap((queue) => [...queue.values()].map((slot) => slot.record));
  }

  private enqueue(slot: Slot): void {
    const { queue } = slot;
    if (queue === "none") {
      for (const old of this.finished.add(slot.fixed.sequence)) this.forget(old);
      return;
    }
    const { channelId } = slot.fixed;
    const channels = this.queues[queue];
    let waiting = channels.get(channelId);
    if (!waiting) channels.set(channelId, (waiting = new MemoryQueue()));
    waiting.add(slot);
  }

  private dequeue(queue: Queue, channelId: string, slot: Slot): void {
    const waiting = this.queues[queue].get(channelId);
    waiting?.delete(slot);
    if (waiting?.size === 0) this.queues[queue].delete(channelId);
  }

  /** A provider that uses an id twice means the newer message. */
  private nameByProvider(providerMessageId: string, slot: Slot): void {
    const { channelId, sequence } = slot.fixed;
    const other = this.byProviderId.get(channelId, providerMessageId);
    if (!other || other.fixed.sequence < sequence) this.byProviderId.set(channelId, providerMessageId, slot);
  }

  /** Takes a message out, whatever its state. */
  erase(sequence: number): void {
    const slot = this.bySequence.get(sequence);
    if (!slot) return;
    const { queue } = slot;
    if (queue === "none") this.finished.takeBack(sequence);
    else this.dequeue(queue, slot.fixed.channelId, slot);
    this.forget(sequence);
  }

  private forget(sequence: number): void {
    const slot = this.bySequence.take(sequence);
    if (!slot) return;
    const { providerMessageId } = slot;
    const { messageId, accountId, idempotencyKey, channelId } = slot.fixed;
    this.byId.take(messageId);
    if (idempotencyKey !== undefined) this.byKey.delete(accountId, idempotencyKey);
    if (providerMessageId !== undefined && this.byProviderId.get(channelId, providerMessageId) === slot) {
      this.byProviderId.delete(channelId, providerMessageId);
    }
  }
}

/** Written out because a spread of this many fields costs more than everything else of an update. */
function changed(before: MessageRecord, change: MessageChange): MessageRecord {
  return {
    sequence: before.sequence,
    messageId: before.messageId,
    accountId: before.accountId,
    channelId: before.channelId,
    idempotencyKey: before.idempotencyKey,
    payload: before.payload,
    blobs: before.blobs,
    contentHash: before.contentHash,
    acceptedAtMs: before.acceptedAtMs,
    expiresAtMs: before.expiresAtMs,
    state: change.state,
    queue: change.queue,
    dueAtMs: change.dueAtMs,
    attempt: change.attempt,
    providerMessageId: change.providerMessageId ?? before.providerMessageId,
    code: change.code ?? before.code,
    stateAtMs: change.stateAtMs,
  };
}
