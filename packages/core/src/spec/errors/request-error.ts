import { ContactCenterError, type ErrorDetails } from "./contact-center-error.js";
import type { ErrorCode } from "./error-catalog.js";

/** Codes of calls that cannot be carried out as they stand. */
export type RequestErrorCode = Extract<
  ErrorCode,
  | "SPECIFICATION_UNSUPPORTED"
  | "PROVIDER_UNKNOWN"
  | "PROVIDER_EXISTS"
  | "PROVIDER_DISABLED"
  | "PROVIDER_OPEN_FAILED"
  | "CAPABILITY_MISSING"
  | "CHANNEL_UNKNOWN"
  | "CHANNEL_EXISTS"
  | "IDEMPOTENCY_CONFLICT"
  | "CONFIRMATION_UNKNOWN"
  | "CHANNEL_REFUSED"
  | "CHANNEL_STATE_IMPOSSIBLE"
  | "AUTHORITY_REFUSED"
  | "AUTHORITY_UNAVAILABLE"
  | "CAPABILITY_FAILED"
  | "PLAN_UNKNOWN"
  | "BLOCK_UNKNOWN"
  | "BLOCK_OWN_CASE"
  | "RIGHTS_REQUEST_UNKNOWN"
  | "ACCOUNT_DELETED"
  | "ACCOUNT_EXISTS"
  | "MESSAGE_UNKNOWN"
  | "CALL_UNKNOWN"
  | "RECORDING_UNKNOWN"
  | "INBOUND_UNKNOWN"
  | "LEDGER_ENTRY_UNKNOWN"
  | "SIGNER_FAILED"
  | "HOST_CLOSED"
  | "HOOK_FAILED"
>;

/** A call that cannot be carried out as it stands: something it names is unknown, taken, disabled or closed. */
export class RequestError extends ContactCenterError {
  override readonly code: RequestErrorCode;
  constructor(code: RequestErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(code, details, options);
    this.code = code;
  }
}
