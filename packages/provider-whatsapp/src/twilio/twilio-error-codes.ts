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
 * @see https://www.twilio.com/docs/api/errors — one page each: https://www.twilio.com/docs/api/errors/63016
 * @see https://www.twilio.com/docs/whatsapp/api/error-code-mapping
 */
export const twilioErrors: ReadonlyMap<number, TwilioError> = new Map([
  // "Account not active", "authentication error", "too many requests".
  [20003, error("CREDENTIALS_REFUSED", "account", { retry: "channel" })],
  [20005, error("ACCOUNT_INACTIVE", "account", { retry: "channel" })],
  [20429, error("RATE_LIMITED", "account", { retry: "channel" })],
  [21211, error("RECIPIENT_INVALID", "recipient", { permanent: true })],
  [21610, error("RECIPIENT_OPTED_OUT", "recipient", { optOut: true })],
  [21611, error("RATE_LIMITED", "account", { retry: "channel" })],
  [21614, error("RECIPIENT_INVALID", "recipient", { permanent: true })],
  [21617, error("CONTENT_TOO_LARGE", "account")],
  [21655, error("TEMPLATE_UNKNOWN", "account")],
  [21656, error("TEMPLATE_PARAMETER_INVALID", "account")],
  [21658, error("CONTENT_TOO_LARGE", "account")],
  [30003, error("RECIPIENT_UNREACHABLE", "recipient")],
  [30005, error("RECIPIENT_UNKNOWN", "recipient", { permanent: true })],
  [63001, error("CHANNEL_CREDENTIALS_REFUSED", "account", { retry: "channel" })],
  // "Inactive or invalid", also for a slip in the form and for one's own number (WhatsApp's 1006, 1013, 1021): who joins WhatsApp tomorrow can be written to.
  // https://www.twilio.com/docs/api/errors/63003 and the mapping, read 2026-11-24.
  [63003, error("RECIPIENT_UNKNOWN", "recipient")],
  [63005, error("CONTENT_REFUSED", "account")],
  [63007, error("CHANNEL_MISCONFIGURED", "account")],
  [63010, error("PROVIDER_UNAVAILABLE", "provider", { retry: "message" })],
  [63012, error("PROVIDER_UNAVAILABLE", "provider", { retry: "message" })],
  [63013, error("POLICY_VIOLATED", "account")],
  [63014, error("RECIPIENT_BLOCKED_SENDER", "recipient")],
  [63016, error("SERVICE_WINDOW_CLOSED", "account")],
  [63018, error("RATE_LIMITED", "account", { retry: "channel" })],
  [63019, error("MEDIA_UNREADABLE", "account")],
  [63020, error("CHANNEL_MISCONFIGURED", "account")],
  [63021, error("CONTENT_INVALID", "account")],
  // No WhatsApp, an old version of it, or its terms not accepted yet: https://www.twilio.com/docs/api/errors/63024
  [63024, error("RECIPIENT_UNREACHABLE", "recipient")],
  [63027, error("TEMPLATE_UNKNOWN", "account")],
  [63028, error("TEMPLATE_PARAMETER_INVALID", "account")],
  [63030, error("CONTENT_INVALID", "account")],
  [63032, error("RECIPIENT_LIMITED", "recipient")],
  [63033, error("RECIPIENT_BLOCKED_SENDER", "recipient")],
  [63049, error("RECIPIENT_LIMITED", "recipient")],
]);
