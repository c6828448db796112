import type { ArchiveLimits } from "../files/archive-limits.js";
import type { TrustInput } from "../trust/trust.js";

/** What a package is judged by. Everything is handed in: no network, no clock, no environment. */
export interface VerifyOptions {
  /** Text of the signed listing. */
  readonly listing: string;
  readonly trust: TrustInput;
  /** Text of the signed revocation list. */
  readonly revocations?: string;
  /** Smallest sequence of the list that is taken: the largest seen so far. */
  readonly minimumSequence?: number;
  /**
   * When the marketplace first listed exactly this listing, from a verified index; the publisher's key has to have counted then. Without it the key
   * has to count now: a date inside the listing is only what the signer says. Milliseconds since the epoch.
   */
  readonly listedAtMs?: number;
  /** The version that is installed, if any. */
  readonly installedVersion?: string;
  /** Lets an older version than the installed one in. */
  readonly allowsDowngrade?: boolean;
  /** Versions without `v`: `{ node: "20.19.0", core: "0.1.0" }`. What is left out is not checked. */
  readonly environment?: { readonly node?: string; readonly core?: string };
  /** Signed evidence of those who ran the kit themselves. */
  readonly examinations?: readonly string[];
  readonly limits?: ArchiveLimits;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}
