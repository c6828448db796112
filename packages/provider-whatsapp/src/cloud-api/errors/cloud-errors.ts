import type { Party } from "@plugboard/core/spec";
import type { CloudError } from "./cloud-error.js";

const never = (code: string, party: Party): CloudError => ({ code, party, retry: "none", retryable: false });
const later = (code: string, party: Party): CloudError => ({ code, party, retry: "message", retryable: true });
const pause = (code: string, party: Party): CloudError => ({ code, party, retry: "channel", retryable: true });

const CREDENTIALS = pause("CREDENTIALS_REFUSED", "account");
const RATE = pause("RATE_LIMITED", "account");
const UNAVAILABLE = later("PROVIDER_UNAVAILABLE", "provider");
const REQUEST = never("REQUEST_REFUSED", "account");
const TEMPLATE = never("TEMPLATE_REFUSED", "account");
const NOT_REGISTERED = pause("SENDER_NOT_REGISTERED", "account");

/**
 * The codes of the Cloud API, by what a host does about them. An account that is restricted, unpaid or not registered can be mended without losing a message,
 * so its channel pauses; what the content, the template or the person is the reason for is refused.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (updated 2026-05-15, read 2026-11-22)
 */
const CLOUD_ERRORS: ReadonlyMap<number, CloudError> = new Map([
  [0, CREDENTIALS],
  [1, UNAVAILABLE],
  [2, UNAVAILABLE],
  [3, CREDENTIALS],
  [4, RATE],
  [10, CREDENTIALS],
  [33, never("SENDER_UNKNOWN", "account")],
  [100, REQUEST],
  [190, CREDENTIALS],
  [368, pause("ACCOUNT_RESTRICTED", "account")],
  [80007, RATE],
  [130429, RATE],
  [130472, never("NOT_DELIVERED_BY_EXPERIMENT", "provider")],
  [130497, never("COUNTRY_RESTRICTED", "account")],
  [131000, UNAVAILABLE],
  [131005, CREDENTIALS],
  [131008, REQUEST],
  [131009, REQUEST],
  [131016, UNAVAILABLE],
  [131021, never("RECIPIENT_IS_SENDER", "account")],
  [131026, never("RECIPIENT_UNREACHABLE", "recipient")],
  [131030, never("RECIPIENT_NOT_ALLOWED", "account")],
  [131031, pause("ACCOUNT_RESTRICTED", "account")],
  [131037, pause("DISPLAY_NAME_PENDING", "account")],
  [131042, pause("PAYMENT_REQUIRED", "account")],
  [131045, NOT_REGISTERED],
  [131047, never("SERVICE_WINDOW_CLOSED", "account")],
  [131048, pause("SPAM_LIMITED", "account")],
  [131049, { code: "NOT_DELIVERED_FOR_ECOSYSTEM", party: "provider", retry: "none", retryable: true }],
  [131050, never("RECIPIENT_OPTED_OUT", "recipient")],
  [131051, never("CONTENT_UNSUPPORTED", "account")],
  [131052, never("MEDIA_UNAVAILABLE", "provider")],
  [131053, never("MEDIA_REFUSED", "account")],
  [131056, later("RECIPIENT_RATE_LIMITED", "account")],
  [131057, pause("ACCOUNT_IN_MAINTENANCE", "provider")],
  [132000, TEMPLATE],
  [132001, TEMPLATE],
  [132005, TEMPLATE],
  [132007, TEMPLATE],
  [132012, TEMPLATE],
  [132015, never("TEMPLATE_PAUSED", "account")],
  [132016, never("TEMPLATE_DISABLED", "account")],
  [132068, TEMPLATE],
  [132069, later("TEMPLATE_RATE_LIMITED", "account")],
  [133000, NOT_REGISTERED],
  [133004, UNAVAILABLE],
  [133006, NOT_REGISTERED],
  [133010, NOT_REGISTERED],
  [133015, NOT_REGISTERED],
  [133016, RATE],
  [135000, REQUEST],
]);

/** @returns nothing for a code that is not known: its status says what to do then. */
export function cloudErrorOf(code: number): CloudError | undefined {
  // 200 to 299: a permission is missing or was taken away.
  return CLOUD_ERRORS.get(code) ?? (code >= 200 && code <= 299 ? CREDENTIALS : undefined);
}
