import type { InboundRecord } from "../ports/inbound-record.js";
import type { InboundEvent } from "../spec/inbound/inbound-event.js";

/** Bytes of the deliveries whose events are kept, with something for each. */
const MOST_BYTES = 4_194_304;
const EACH_BYTES = 1_024;

/**
 * Events of deliveries that were heard before there was a handler: the first handler need not have them read again. The oldest ones, as far as memory
 * allows, since they come first.
 */
export class HeardEvents {
  readonly #events = new Map<number, { readonly events: readonly InboundEvent[]; readonly bytes: number }>();
  #bytes = 0;

  keep({ sequence, body }: InboundRecord, events: readonly InboundEvent[]): void {
    const bytes = body.byteLength + EACH_BYTES;
    if (this.#events.has(sequence) || this.#bytes + bytes > MOST_BYTES) return;
    this.#events.set(sequence, { events, bytes });
    this.#bytes += bytes;
  }

  /** They are given once: what is tried again is read again. */
  take(sequence: number): readonly InboundEvent[] | undefined {
    const kept = this.#events.get(sequence);
    if (kept === undefined) return undefined;
    this.#events.delete(sequence);
    this.#bytes -= kept.bytes;
    return kept.events;
  }
}
