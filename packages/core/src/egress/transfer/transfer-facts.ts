import type { Quota } from "./quota.js";

/** What left the host in one transfer, for its receipt. */
export interface TransferFacts {
  /** Bytes of request bodies, or of a socket, that were handed to a connection. */
  readonly bytesOut: number;
  /** True when the provider may have received something: from then on a failure is an unknown outcome. */
  readonly requestSent: boolean;
  /** When the first of it was handed to a connection, by the host's clock; milliseconds since the epoch. */
  readonly sentAtMs?: number;
  /** What its last answer told of the provider's own limit. */
  readonly quota?: Quota;
}
