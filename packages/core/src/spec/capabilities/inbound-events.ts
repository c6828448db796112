import type { InboundEventInput } from "../inbound/inbound-event.js";
import type { RawInbound } from "../inbound/raw-inbound.js";

/** Capability `inboundEvents` (and `deliveryReports`): turns what the provider delivered into normalised events. */
export interface InboundEventsV1 {
  /**
   * Reads one recorded delivery. It is called after the delivery was verified and made durable, maybe again after an upgrade: no side
   * effects. A payload it cannot read throws; the host parks the record and can replay it, nothing is lost.
   * @returns the events in the provider's order; an empty array when the delivery says nothing of interest.
   */
  doParse(raw: RawInbound): Promise<InboundEventInput[]> | InboundEventInput[];

  /**
   * For a webhook delivery: what makes two deliveries one, from the verified raw bytes. Absent: SHA-256 of the body. The provider waits meanwhile. Where events
   * may come again in other company, each has a `deduplicationKey`, and a delivery of one event the same key.
   */
  doDeduplicationKey?(raw: RawInbound): Promise<string> | string;

  /** Answers a handshake of the webhook contract (Meta's `hub.challenge`). Not an authentication. */
  doHandshake?(request: {
    method: string;
    query: Readonly<Record<string, string>>;
  }): Promise<{ status: number; body: string }>;
}
