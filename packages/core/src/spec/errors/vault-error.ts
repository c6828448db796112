import { ContactCenterError, type ErrorDetails } from "./contact-center-error.js";
import type { ErrorCode } from "./error-catalog.js";

export type VaultErrorCode = Extract<
  ErrorCode,
  "CREDENTIAL_UNKNOWN" | "CREDENTIAL_REVOKED" | "CREDENTIAL_TAMPERED" | "KEY_UNAVAILABLE" | "VAULT_ABSENT"
>;

/** The vault cannot give or keep credentials; the code says why. Names and values are never quoted. */
export class VaultError extends ContactCenterError {
  override readonly code: VaultErrorCode;
  constructor(code: VaultErrorCode, details: ErrorDetails = {}) {
    super(code, details);
    this.code = code;
  }
}
