import type { ErrorParty } from "../error-party.js";

/** What every code has to say. */
export interface ErrorEntry {
  /** Of docs/rules.md. */
  readonly rule: `R${number}`;
  readonly party: ErrorParty;
  /** The same call may succeed later, unchanged: `retryable` of the error. The remedy says "try again" then, and only then. */
  readonly retryable?: true;
  readonly meaning: string;
  readonly remedy: string;
}
