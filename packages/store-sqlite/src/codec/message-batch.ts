import type { MessageChange, MessageRecord } from "@plugboard/core";
import type { ByteCollector } from "./byte-collector.js";
import type { GroupStep, StepName } from "./encoded-group.js";
import { changeRow, freshRow, isFresh, isReceipt, messageContent, messageRow, receiptRow } from "./message-rows.js";
import { stepOf } from "./step-of.js";

/** The messages and changes of a group, turned into steps. */
export class MessageBatch {
  readonly contents: (number | string)[] = [];
  private readonly inserts: MessageRecord[] = [];
  private allFresh = true;
  private readonly blobs: (readonly number[])[] = [];
  private changes = new Map<number, MessageChange>();
  private readonly earlierChanges: GroupStep[] = [];

  constructor(private readonly bytes: ByteCollector) {}

  insert(record: MessageRecord): void {
    this.inserts.push(record);
    this.allFresh &&= isFresh(record);
    this.contents.push(record.sequence, messageContent(record));
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

  insertSteps(): GroupStep[] {
    // One statement for all, so that of two inserts with the same key the first wins.
    const inserts = this.allFresh
      ? stepOf("message-insert-fresh", this.inserts.map(freshRow))
      : stepOf("message-insert", this.inserts.map(messageRow));
    return [...inserts, ...stepOf("blob-insert", this.blobs)];
  }

  updateSteps(): GroupStep[] {
    return [...this.earlierChanges, ...this.changeSteps()];
  }

  private changeSteps(): GroupStep[] {
    const receipts: unknown[] = [];
    const named: unknown[] = [];
    const others: unknown[] = [];
    for (const change of this.changes.values()) {
      if (isReceipt(change)) receipts.push(receiptRow(change));
      else if (change.providerMessageId !== undefined) named.push(changeRow(change));
      else others.push(changeRow(change));
    }
    const steps: [StepName, unknown[]][] = [
      ["message-update-receipt", receipts],
      ["message-update-named", named],
      ["message-update", others],
    ];
    return steps.flatMap(([name, rows]) => stepOf(name, rows));
  }
}
