import type { InboundRecord } from "../ports/inbound-record.js";

/**
 * The deliveries of one channel: some in memory, in their order; those that do not fit wait in the store, behind the ones in memory.
 */
export class InboundLane {
  readonly records: InboundRecord[] = [];
  /** In memory: lined up, being handled, or waiting to be tried again. */
  held = 0;
  busy = false;
  fetching = false;
  /** Highest sequence that came into memory. */
  cursor = 0;
  /** Whether the store has deliveries of this channel that are not in memory. */
  spilled = false;
  /** Some that came into memory went back to the store, to be read once more from the start. */
  putAside = false;
  /** Nothing comes into memory until what is there has left it. */
  rewinding = false;
  /** Lowest sequence that came into the store's part while it was read: what was read may not know it. */
  leftAt = Number.POSITIVE_INFINITY;

  constructor(readonly channelId: string) {}

  /** Takes a delivery into memory. */
  admit(record: InboundRecord): void {
    this.cursor = Math.max(this.cursor, record.sequence);
    this.held += 1;
    this.records.push(record);
  }

  /** Leaves a delivery in the store; a read that is under way may have come before it. */
  leave({ sequence }: InboundRecord): void {
    this.spilled = true;
    this.leftAt = Math.min(this.leftAt, sequence);
  }

  /** Takes what was read into memory. @returns how many. */
  refill(found: readonly InboundRecord[], limit: number): number {
    const { leftAt } = this;
    this.fetching = false;
    this.spilled = found.length === limit || leftAt !== Number.POSITIVE_INFINITY;
    const fresh = found.filter(({ sequence }) => sequence < leftAt && sequence > this.cursor);
    for (const record of fresh) this.admit(record);
    return fresh.length;
  }
}
