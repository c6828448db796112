import type { Origin } from "../endpoint/origin.js";

/** Somewhere to connect to, with what is remembered about it. */
export interface Place {
  readonly origin: Origin;
  /** The host named it as the target of a redirection: its address is not judged. */
  readonly trusted: boolean;
  /** The last TLS session, to shorten the next handshake. */
  session: Buffer | undefined;
}
