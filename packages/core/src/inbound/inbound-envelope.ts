import type { InboundEvent } from "../spec/inbound/inbound-event.js";

/**
 * What a handler of `receive` is given: one normalised event with a stable id. The same id comes again only if the handler did not
 * finish. All handlers are given one object: it is frozen, but for bytes, which must not be changed either.
 */
export interface InboundEnvelope {
  readonly eventId: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly providerId: string;
  /** When the host recorded the delivery. Milliseconds since the epoch. */
  readonly recordedAtMs: number;
  readonly event: InboundEvent;
  /** For a delivery report: our message it is about, where it is known. */
  readonly messageId: string | undefined;
}

/** Handles one event; the event counts as handled when its promise resolves. An error or a time-out means: again later. */
export type InboundHandler = (envelope: InboundEnvelope) => void | Promise<void>;
