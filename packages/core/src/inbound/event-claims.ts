import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { InboundRecord } from "../ports/inbound-record.js";
import type { InboundEvent } from "../spec/inbound/inbound-event.js";
import type { InboundRecorder } from "./inbound-recorder.js";

const NONE: ReadonlySet<number> = new Set();

/**
 * Whose an event is that comes in several deliveries: of [A, B], posted again as [A] and [B], each is shown once. Keys of events and of deliveries share one
 * index of the store, so a delivery of one event, whose own key is the event's, claimed it when it was recorded. For others each event is claimed
 * before a handler sees it; the delivery that has the claim shows the event, again after a crash too.
 */
@injectable()
export class EventClaims {
  constructor(@inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder) {}

  /** @returns indexes of events that another delivery shows, or that this one has twice. A promise only where something has to be written. */
  repeatedIn(
    record: InboundRecord,
    events: readonly InboundEvent[],
  ): ReadonlySet<number> | Promise<ReadonlySet<number>> {
    let repeated: Set<number> | undefined;
    let unclaimed: Map<string, number> | undefined;
    let ownKeySeen = false;
    for (const [index, event] of events.entries()) {
      const key = "deduplicationKey" in event ? event.deduplicationKey : undefined;
      if (key === undefined) continue;
      const isOwn = key === record.deduplicationKey;
      if (isOwn ? ownKeySeen : unclaimed?.has(key)) (repeated ??= new Set()).add(index);
      else if (isOwn) ownKeySeen = true;
      else (unclaimed ??= new Map<string, number>()).set(key, index);
    }
    return unclaimed === undefined ? (repeated ?? NONE) : this.claim(record, unclaimed, repeated ?? new Set());
  }

  private async claim(
    record: InboundRecord,
    unclaimed: ReadonlyMap<string, number>,
    repeated: Set<number>,
  ): Promise<ReadonlySet<number>> {
    const owners = await Promise.all(
      [...unclaimed].map(async ([key, index]) => ({ index, owner: await this.recorder.claim(record, key) })),
    );
    for (const { index, owner } of owners) if (owner !== record.rawId) repeated.add(index);
    return repeated;
  }
}
