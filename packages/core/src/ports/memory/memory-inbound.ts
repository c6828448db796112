import type { InboundChange, InboundRecord } from "../inbound-record.js";
import type { StoreConflict } from "../store.js";
import { MemoryFinished } from "./memory-finished.js";
import { MemoryIndex } from "./memory-index.js";

const NO_BYTES = new Uint8Array(0);

/** The deliveries of a {@link memoryStore}. */
export class MemoryInbound {
  lastSequence = 0;
  private readonly bySequence = new Map<number, InboundRecord>();
  /** Those that are not done. */
  private readonly open = new Map<number, InboundRecord>();
  private readonly byId = new Map<string, number>();
  private readonly byKey = new MemoryIndex<InboundRecord>();
  private readonly finished: MemoryFinished;

  constructor(keepFinished: number) {
    this.finished = new MemoryFinished(keepFinished);
  }

  has(record: InboundRecord): boolean {
    return this.bySequence.has(record.sequence) || this.byId.has(record.rawId);
  }

  insert(record: InboundRecord, index: number): StoreConflict | undefined {
    const existing = this.byKey.get(record.channelId, record.deduplicationKey);
    if (existing) return { index, existingId: existing.rawId, contentHash: "", acceptedAtMs: existing.recordedAtMs };
    this.byKey.set(record.channelId, record.deduplicationKey, record);
    this.byId.set(record.rawId, record.sequence);
    if (record.sequence > this.lastSequence) this.lastSequence = record.sequence;
    this.keep(record);
    return undefined;
  }

  update(change: InboundChange): void {
    const before = this.bySequence.get(change.sequence);
    if (!before) return;
    if (before.state === "done" && change.state !== "done") this.finished.takeBack(change.sequence);
    this.keep({ ...before, ...change, code: change.code ?? before.code }, before.state);
  }

  page(
    query: { state?: string; after?: number | undefined; limit: number },
    matches: (record: InboundRecord) => boolean,
  ) {
    const found: InboundRecord[] = [];
    const searched = query.state === "done" ? this.bySequence : this.open;
    for (const [sequence, record] of searched) {
      if (sequence > (query.after ?? 0) && matches(record)) found.push(record);
    }
    return found.sort((left, right) => left.sequence - right.sequence).slice(0, query.limit);
  }

  /** Channels with records of state `recorded`. */
  channels(): string[] {
    const found = new Set<string>();
    for (const { state, channelId } of this.open.values()) if (state === "recorded") found.add(channelId);
    return [...found];
  }

  byRawId(rawId: string): InboundRecord | undefined {
    const sequence = this.byId.get(rawId);
    return sequence === undefined ? undefined : this.bySequence.get(sequence);
  }

  prune(recordedBeforeMs: number): number {
    let pruned = 0;
    for (const [sequence, record] of this.bySequence) {
      if (record.state !== "done" || record.recordedAtMs >= recordedBeforeMs) continue;
      this.finished.takeBack(sequence);
      this.forget(sequence);
      pruned += 1;
    }
    return pruned;
  }

  /** Takes a delivery out, whatever its state. */
  erase(sequence: number): void {
    if (this.bySequence.get(sequence)?.state === "done") this.finished.takeBack(sequence);
    this.open.delete(sequence);
    this.forget(sequence);
  }

  private keep(record: InboundRecord, stateBefore?: string): void {
    if (record.state !== "done") {
      this.bySequence.set(record.sequence, record);
      this.open.set(record.sequence, record);
      return;
    }
    this.bySequence.set(record.sequence, { ...record, body: NO_BYTES });
    this.open.delete(record.sequence);
    if (stateBefore === "done") return;
    for (const old of this.finished.add(record.sequence)) this.forget(old);
  }

  private forget(sequence: number): void {
    const record = this.bySequence.get(sequence);
    if (!record) return;
    this.bySequence.delete(sequence);
    this.byId.delete(record.rawId);
    this.byKey.delete(record.channelId, record.deduplicationKey);
  }
}
