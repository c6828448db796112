import type { Act } from "../spec/act.js";

/** What a person asks to do to an account, its channels, credentials, messages or people. */
export type AuthorisedAction =
  | "configure-channel"
  | "accept-terms"
  | "verify-channel"
  | "activate-channel"
  | "suspend-channel"
  | "resume-channel"
  | "reauthorise-channel"
  | "disable-channel"
  | "remove-channel"
  | "register-webhook"
  | "store-credentials"
  | "rotate-credentials"
  | "revoke-credentials"
  | "cancel-message"
  | "release-messages"
  | "delete-recording"
  | "record-consent"
  | "withdraw-consent"
  | "add-suppression"
  | "lift-suppression"
  | "place-block"
  | "refute-block"
  | "decide-block"
  | "request-right"
  | "complete-right"
  | "lift-right"
  | "set-policy"
  | "block-account"
  | "unblock-account"
  | "delete-account"
  | "recreate-account"
  | "suspend-account"
  | "resume-account";

export interface AuthorityRequest {
  readonly accountId: string;
  /** Who, by what authority they say, when. */
  readonly act: Act;
  readonly action: AuthorisedAction;
  /** Id of what it is done to: a channel, a message, the name of credentials; the provider's where there is no channel yet. */
  readonly subject: string;
}

/** `reference`: what the host keeps as proof, e.g. the id of a session or of a power of attorney. At most 200 characters, on record. */
export type AuthorityVerdict =
  { readonly authorised: true; readonly reference?: string } | { readonly authorised: false };

/**
 * The host's word on who may act for an account (R4): asked before every act, never remembered. Whoever is not the account's
 * administrator, nor authorised by one, is refused.
 *
 * It fails closed: a verdict that does not come in time (`settings.authorityTimeoutMs`), an error, or anything that is no verdict means no.
 */
export interface Authority {
  authorise(request: AuthorityRequest): Promise<AuthorityVerdict> | AuthorityVerdict;
}

/**
 * No check at all, said aloud: the host vouches itself for every act that reaches it. The reason is kept with each of them.
 */
export interface UncheckedAuthority {
  readonly unchecked: string;
}
