import type { ClockV1 } from "../../spec/connection/clock.js";
import type { DeadlineQueue } from "../../timing/deadline-queue.js";
import type { Dialer } from "../dial/dialer.js";
import type { Origin } from "../endpoint/origin.js";
import type { EgressGuards } from "../guards.js";
import type { TransportRegistry } from "../http/transport-registry.js";

/** What all channels of a host share. */
export interface SharedEgress {
  readonly guards: EgressGuards;
  /** Origin → origin, both as {@link Origin.text}. */
  readonly redirects: ReadonlyMap<string, Origin>;
  readonly deadlines: DeadlineQueue;
  readonly dialer: Dialer;
  readonly transports: TransportRegistry;
  readonly clock: ClockV1;
  readonly trustedCertificates: readonly string[] | undefined;
}
