import type { InboundChange, InboundRecord } from "@plugboard/core";
import type { ByteCollector } from "./byte-collector.js";
import type { GroupStep } from "./encoded-group.js";
import { inboundChangeRow, inboundRow } from "./inbound-rows.js";
import { stepOf } from "./step-of.js";

/** The deliveries of a group and their changes, turned into steps. */
export class InboundBatch {
  private readonly inserts: unknown[] = [];
  private changes = new Map<number, InboundChange>();
  private readonly earlierChanges: GroupStep[] = [];

  constructor(private readonly bytes: ByteCollector) {}

  insert(record: InboundRecord): void {
    this.inserts.push(inboundRow(record, this.bytes.add(record.body)));
  }

  update(change: InboundChange): void {
    if (this.changes.has(change.sequence)) {
      this.earlierChanges.push(...this.changeSteps());
      this.changes = new Map();
    }
    this.changes.set(change.sequence, change);
  }

  steps(): GroupStep[] {
    return [...stepOf("inbound-insert", this.inserts), ...this.earlierChanges, ...this.changeSteps()];
  }

  private changeSteps(): GroupStep[] {
    return stepOf("inbound-update", [...this.changes.values()].map(inboundChangeRow));
  }
}
