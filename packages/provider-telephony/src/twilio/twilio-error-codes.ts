import type { Party } from "@plugboard/core/spec";

/** What one of Twilio's error codes means. */
export interface TwilioError {
  readonly code: string;
  readonly party: Party;
  /** May succeed later, unchanged; `channel`: nothing of this channel will before that. */
  readonly retry?: "message" | "channel";
  /** The address will never work. */
  readonly permanent?: true;
  /** The person said STOP to this sender: until they say START, Twilio carries nothing to them. */
  readonly optOut?: true;
}

const error = (code: string, party: Party, more: Omit<TwilioError, "code" | "party"> = {}): TwilioError => ({
  code,
  party,
  ...more,
});

/**
 * The codes that say more than the status, in answers and in status callbacks alike.
 * @see https://www.twilio.com/docs/api/errors — one page each: https://www.twilio.com/docs/api/errors/21610
 */
export const twilioErrors: ReadonlyMap<number, TwilioError> = new Map([
  [20003, error("CREDENTIALS_REFUSED", "account", { retry: "channel" })],
  [20005, error("ACCOUNT_INACTIVE", "account", { retry: "channel" })],
  [20429, error("RATE_LIMITED", "account", { retry: "channel" })],
  // Calls: "No 'To' number", "invalid 'To'", "Geographic permissions", "From not verified".
  [21201, error("RECIPIENT_INVALID", "account")],
  [21211, error("RECIPIENT_INVALID", "recipient", { permanent: true })],
  [21210, error("SENDER_REFUSED", "account")],
  [21212, error("SENDER_REFUSED", "account")],
  [21215, error("COUNTRY_NOT_PERMITTED", "account")],
  [21216, error("NUMBER_BLOCKED", "account")],
  [21217, error("RECIPIENT_INVALID", "recipient", { permanent: true })],
  [21220, error("CALL_OVER", "account")],
  // Messages.
  [21408, error("COUNTRY_NOT_PERMITTED", "account")],
  [21606, error("SENDER_REFUSED", "account")],
  [21610, error("RECIPIENT_OPTED_OUT", "recipient", { optOut: true })],
  [21611, error("RATE_LIMITED", "account", { retry: "channel" })],
  [21612, error("RECIPIENT_UNREACHABLE", "recipient")],
  [21614, error("RECIPIENT_INVALID", "recipient", { permanent: true })],
  [21617, error("CONTENT_TOO_LARGE", "account")],
  [30003, error("RECIPIENT_UNREACHABLE", "recipient")],
  [30004, error("RECIPIENT_BLOCKED_SENDER", "recipient")],
  [30005, error("RECIPIENT_UNKNOWN", "recipient", { permanent: true })],
  [30006, error("RECIPIENT_UNREACHABLE", "recipient", { permanent: true })],
  [30007, error("CONTENT_FILTERED", "provider")],
  [30008, error("DELIVERY_FAILED", "provider")],
  [30034, error("SENDER_UNREGISTERED", "account")],
]);
