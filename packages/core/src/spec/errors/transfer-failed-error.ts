import type { Party } from "../party.js";
import { ContactCenterError } from "./contact-center-error.js";

/** Where a call to a provider failed. */
export type TransferFailureReason =
  | "name-not-found"
  | "connection-refused"
  | "connect-timeout"
  | "tls"
  | "connection-lost"
  | "answer-timeout"
  | "answer-too-large"
  | "answer-malformed"
  | "aborted";

/** A call left the host, or tried to, and no usable answer came. */
export class TransferFailedError extends ContactCenterError {
  override readonly code = "TRANSFER_FAILED";
  readonly reason: TransferFailureReason;
  /** True when bytes of the request may have reached the provider: the outcome is unknown then, not failed. */
  readonly requestSent: boolean;
  readonly party: Party;
  constructor(
    reason: TransferFailureReason,
    facts: { requestSent: boolean; party: Party; operation?: string; endpoint?: string; channelId?: string },
    options?: ErrorOptions,
  ) {
    const { requestSent, party, ...details } = facts;
    super("TRANSFER_FAILED", { reason, requestSent, party, ...details }, options);
    this.reason = reason;
    this.requestSent = requestSent;
    this.party = party;
  }
}
