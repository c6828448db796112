import type { InboundChange, InboundRecord } from "@plugboard/core";
import type { ByteCollector } from "./byte-collector.js";
import { changesOf } from "./changes-of.js";
import type { ChangeStep, EncodedGroup, FlatValue } from "./encoded-group.js";
import { inboundChangeRow, pushInbound } from "./inbound-rows.js";
import { insertsOf } from "./inserts-of.js";

/** The deliveries of a group and their changes, turned into steps. */
export class InboundBatch {
  private readonly inserts: FlatValue[] = [];
  private changes = new Map<number, InboundChange>();
  private readonly earlierChanges: ChangeStep[] = [];

  constructor(private readonly bytes: ByteCollector) {}

  insert(record: InboundRecord): void {
    pushInbound(this.inserts, record, this.bytes.add(record.body));
  }

  update(change: InboundChange): void {
    if (this.changes.has(change.sequence)) {
      this.earlierChanges.push(...this.changeSteps());
      this.changes = new Map();
    }
    this.changes.set(change.sequence, change);
  }

  steps(): EncodedGroup["steps"] {
    return [...insertsOf("inbound", this.inserts), ...this.earlierChanges, ...this.changeSteps()];
  }

  private changeSteps(): ChangeStep[] {
    return changesOf("inbound-change", [...this.changes.values()].map(inboundChangeRow));
  }
}
