import type { MessageChange, MessageRecord } from "@plugboard/core";
import type { ByteCollector } from "./byte-collector.js";
import { changesOf } from "./changes-of.js";
import type { ChangeStep, EncodedGroup, FlatValue } from "./encoded-group.js";
import { insertsOf } from "./inserts-of.js";
import { changeRow, isFresh, isReceipt, messageContent, pushFresh, pushMessage, receiptRow } from "./message-rows.js";

/** The messages of a group and their changes, turned into steps. */
export class MessageBatch {
  private readonly inserts: MessageRecord[] = [];
  private allFresh = true;
  private readonly contents: FlatValue[] = [];
  private readonly blobs: (readonly number[])[] = [];
  private changes = new Map<number, MessageChange>();
  private readonly earlierChanges: ChangeStep[] = [];

  constructor(private readonly bytes: ByteCollector) {}

  insert(record: MessageRecord): void {
    this.inserts.push(record);
    this.allFresh &&= isFresh(record);
    this.contents.push(record.sequence, messageContent(record));
    if (record.blobs.length === 0) return;
    for (const [position, blob] of record.blobs.entries()) {
      this.blobs.push([record.sequence, position, this.bytes.add(blob), blob.byteLength]);
    }
  }

  update(change: MessageChange): void {
    // A statement changes a row once; the second change of a message needs a second statement.
    if (this.changes.has(change.sequence)) {
      this.earlierChanges.push(...this.changeSteps());
      this.changes = new Map();
    }
    this.changes.set(change.sequence, change);
  }

  steps(): EncodedGroup["steps"] {
    const values: FlatValue[] = [];
    // One kind of row for all, so that of two inserts with the same key the first wins.
    for (const record of this.inserts) {
      if (this.allFresh) pushFresh(values, record);
      else pushMessage(values, record);
    }
    return [
      ...insertsOf(this.allFresh ? "messages-fresh" : "messages", values),
      ...insertsOf("message-contents", this.contents),
      ...changesOf("message-blobs", this.blobs),
      ...this.earlierChanges,
      ...this.changeSteps(),
    ];
  }

  private changeSteps(): ChangeStep[] {
    const receipts: unknown[] = [];
    const named: unknown[] = [];
    const others: unknown[] = [];
    for (const change of this.changes.values()) {
      if (isReceipt(change)) receipts.push(receiptRow(change));
      else if (change.providerMessageId !== undefined) named.push(changeRow(change));
      else others.push(changeRow(change));
    }
    return [
      ...changesOf("message-receipt", receipts),
      ...changesOf("message-change-named", named),
      ...changesOf("message-change", others),
    ];
  }
}
