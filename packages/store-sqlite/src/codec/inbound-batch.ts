import type { InboundChange, InboundRecord } from "@plugboard/core";
import { changesOf } from "./changes-of.js";
import type { ChangeStep, EncodedGroup, InsertStep } from "./encoded-group.js";
import { inboundHead } from "./inbound-head.js";
import { inboundProgress } from "./inbound-progress.js";
import { packedSteps } from "./packed-steps.js";
import { waitingNumber } from "./waiting-number.js";

const NO_BYTES = new Uint8Array(0);

/** The deliveries of a group and their changes, turned into steps. */
export class InboundBatch {
  private readonly inserted: InsertStep[] = [];
  private insertedCount = 0;
  /** Rows whose sequences follow one another. */
  private fields: string[] = [];
  private bodies: Uint8Array[] = [];
  private firstSequence = 0;

  private changes = new Map<number, InboundChange>();
  private readonly earlierChanges: ChangeStep[] = [];

  insert(record: InboundRecord): void {
    if (record.sequence !== this.firstSequence + this.bodies.length) this.endRun(record.sequence);
    this.fields.push(record.rawId, record.channelId, record.deduplicationKey, inboundHead.encode(record));
    this.bodies.push(record.state === "done" ? NO_BYTES : record.body);
    const isAsItCame = record.state === "recorded" && record.code === undefined && inboundProgress.isNone(record);
    if (!isAsItCame) this.update(record);
  }

  update(change: InboundChange): void {
    // A statement changes a row once; the second change of a delivery needs a second statement.
    if (this.changes.has(change.sequence)) {
      this.earlierChanges.push(...this.changeSteps());
      this.changes = new Map();
    }
    this.changes.set(change.sequence, change);
  }

  steps(): EncodedGroup["steps"] {
    this.endRun(0);
    return [...this.inserted, ...this.earlierChanges, ...this.changeSteps()];
  }

  private endRun(nextSequence: number): void {
    this.inserted.push(
      ...packedSteps("inbound", {
        fields: this.fields,
        width: 5,
        tails: this.bodies,
        first: this.firstSequence,
        position: this.insertedCount,
      }),
    );
    this.insertedCount += this.bodies.length;
    this.firstSequence = nextSequence;
    this.fields = [];
    this.bodies = [];
  }

  private changeSteps(): ChangeStep[] {
    const rows = [...this.changes.values()].map((change) => [
      change.sequence,
      waitingNumber(change.state),
      inboundProgress.encode(change),
      change.code ?? null,
    ]);
    return changesOf("inbound-changes", rows);
  }
}
