import type { MessageChange, MessageRecord } from "@plugboard/core";
import type { ByteCollector } from "./byte-collector.js";
import { changesOf } from "./changes-of.js";
import type { EncodedGroup, InsertStep, ReceiptStep } from "./encoded-group.js";
import { isFresh } from "./is-fresh.js";
import { messageHead } from "./message-head.js";
import { messageStatus } from "./message-status.js";
import { ownerKey } from "./owner-key.js";
import { packRows } from "./pack-rows.js";
import { packedSteps } from "./packed-steps.js";
import { queueNumber } from "./queue-number.js";

/** The messages of a group and their changes, turned into steps. */
export class MessageBatch {
  private readonly inserted: InsertStep[] = [];
  private insertedCount = 0;
  /** Rows whose sequences follow one another. */
  private fields: string[] = [];
  private channels: number[] = [];
  private firstSequence = 0;

  /** Channels of the run, with their index. */
  private channelIds = new Map<string, number>();
  private lastChannelId: string | undefined;
  private lastChannel = -1;

  private readonly blobs: (readonly number[])[] = [];
  private readonly receipts: string[] = [];
  private readonly receiptSequences: number[] = [];
  private readonly changes: unknown[] = [];
  private readonly changeSequences: number[] = [];
  private readonly changed = new Set<number>();

  constructor(private readonly bytes: ByteCollector) {}

  insert(record: MessageRecord): void {
    if (record.sequence !== this.firstSequence + this.channels.length) this.endRun(record.sequence);
    this.fields.push(record.messageId, messageHead.encode(record), ownerKey(record), record.payload);
    if (isFresh(record)) {
      this.channels.push(this.channelOf(record.channelId));
    } else {
      this.channels.push(-1);
      this.change(record);
    }
    if (record.blobs.length === 0) return;
    for (const [position, blob] of record.blobs.entries()) {
      this.blobs.push([record.sequence, position, this.bytes.add(blob), blob.byteLength]);
    }
  }

  update(change: MessageChange): void {
    // Receipts are applied before other changes, so one that follows another change of its message is taken for such.
    if (isReceipt(change) && (this.changed.size === 0 || !this.changed.has(change.sequence))) {
      this.receipts.push(`${change.sequence}`, messageStatus.encode(change), change.providerMessageId ?? "");
      this.receiptSequences.push(change.sequence);
    } else {
      this.change(change);
    }
  }

  steps(): EncodedGroup["steps"] {
    this.endRun(0);
    return [
      ...this.inserted,
      ...changesOf("message-blobs", this.blobs),
      ...this.receiptSteps(),
      ...changesOf("message-changes", this.changes, this.changeSequences),
    ];
  }

  private receiptSteps(): ReceiptStep[] {
    if (this.receipts.length === 0) return [];
    let done = 0;
    return packRows(this.receipts, 3).map((rows) => ({
      ...rows,
      name: "message-receipts",
      sequences: this.receiptSequences.slice(done, (done += rows.count)),
    }));
  }

  private endRun(nextSequence: number): void {
    const { channels } = this;
    this.inserted.push(
      ...packedSteps("messages", {
        fields: this.fields,
        width: 4,
        first: this.firstSequence,
        position: this.insertedCount,
        fresh: { channelIds: [...this.channelIds.keys()], channels },
      }),
    );
    this.insertedCount += channels.length;
    this.firstSequence = nextSequence;
    this.fields = [];
    this.channels = [];
    this.channelIds = new Map();
    this.lastChannelId = undefined;
  }

  private channelOf(channelId: string): number {
    if (channelId === this.lastChannelId) return this.lastChannel;
    this.lastChannelId = channelId;
    this.lastChannel = this.channelIds.get(channelId) ?? this.channelIds.size;
    this.channelIds.set(channelId, this.lastChannel);
    return this.lastChannel;
  }

  private change(change: MessageChange): void {
    this.changed.add(change.sequence);
    this.changeSequences.push(change.sequence);
    this.changes.push([
      change.sequence,
      messageStatus.encode(change),
      change.providerMessageId ?? null,
      change.code ?? null,
      queueNumber(change.queue),
      change.dueAtMs,
    ]);
  }
}

/** True for the change that a receipt makes, the most frequent of all. */
function isReceipt(change: MessageChange): boolean {
  return change.queue === "none" && change.dueAtMs === 0 && change.code === undefined;
}
