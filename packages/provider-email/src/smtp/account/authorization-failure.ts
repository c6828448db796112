import type { Party } from "@plugboard/core/spec";

const MARKER = Symbol.for("@plugboard/provider-email/authorization-failure");

/** No access token could be had; nothing was sent to the mail server. Carries codes only. */
export class AuthorizationFailure extends Error {
  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }
  override readonly name = "AuthorizationFailure";

  /** @param code - `CREDENTIALS_REFUSED`: the authorization server said no, a person has to renew the consent. */
  constructor(
    readonly code: "CREDENTIALS_REFUSED" | "AUTHORIZATION_UNAVAILABLE",
    readonly party: Party,
    readonly status?: number,
  ) {
    super(code);
  }

  static isInstance(value: unknown): value is AuthorizationFailure {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
