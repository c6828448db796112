import type { Origin } from "./endpoint/origin.js";

/**
 * The checks of the way out, each a function that says yes or no, so that a test can show for each one that something gets out
 * when it is missing. The only set used in production is the strict one; no option of the host replaces a check.
 */
export interface EgressGuards {
  /** May this IP address be connected to? */
  readonly address: (address: string) => boolean;
  /** May this origin be spoken to, as far as encryption goes? */
  readonly scheme: (origin: Origin) => boolean;
  /** Does a path of a request stay below its endpoint? */
  readonly path: (path: string) => boolean;
  /** May a plugin set a header of this name to this value? */
  readonly header: (name: string, value: unknown) => boolean;
  /** Is the place an absolute address leads to the one an endpoint declares? Both as {@link Origin.text}. */
  readonly origin: (asked: string, declared: string) => boolean;
  /** Does an operation list this endpoint? */
  readonly listed: (endpoints: readonly string[], endpointId: string) => boolean;
  /** Does a call of an operation belong to a transfer that is open for it? `openFor`: the transfer's operation, if it is open. */
  readonly transfer: (openFor: string | undefined, operation: string) => boolean;
}
