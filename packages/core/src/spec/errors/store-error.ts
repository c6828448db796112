import { ContactCenterError } from "./contact-center-error.js";

export type StoreErrorCode =
  | "STORE_UNAVAILABLE"
  | "STORE_PATH_UNUSABLE"
  | "STORE_FULL"
  | "STORE_WRITE_REFUSED"
  | "STORE_CORRUPT"
  | "STORE_LOCKED"
  | "STORE_VERSION"
  | "STORE_INSECURE";

/**
 * The store could not do what was asked; nothing was changed. `retryable` for `STORE_UNAVAILABLE` and `STORE_FULL`: the store goes on by itself when
 * the cause is gone.
 */
export class StoreError extends ContactCenterError {
  override readonly code: StoreErrorCode;
  constructor(
    code: StoreErrorCode,
    details: {
      path?: string;
      collection?: string;
      processId?: number;
      found?: number;
      known?: number;
      systemCode?: string;
      kind?: string;
    } = {},
    options?: ErrorOptions,
  ) {
    super(code, details, options);
    this.code = code;
  }
}
