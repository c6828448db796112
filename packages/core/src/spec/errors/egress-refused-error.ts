import { ContactCenterError } from "./contact-center-error.js";

/**
 * Which check of the egress guard refused a call. `closed`: the channel or host is closing.
 */
export type EgressRefusalReason =
  | "endpoint-undeclared"
  | "endpoint-unset"
  | "operation-undeclared"
  | "url-invalid"
  | "address-private"
  | "plain-text"
  | "transfer-missing"
  | "transfer-closed"
  | "header-invalid"
  | "residency"
  | "closed";

/** The egress guard refused a call; nothing left the host (G5). */
export class EgressRefusedError extends ContactCenterError {
  override readonly code = "EGRESS_REFUSED";
  readonly reason: EgressRefusalReason;
  constructor(
    reason: EgressRefusalReason,
    details: { operation?: string; endpoint?: string; channelId?: string } = {},
  ) {
    super("EGRESS_REFUSED", { reason, ...details });
    this.reason = reason;
  }
}
