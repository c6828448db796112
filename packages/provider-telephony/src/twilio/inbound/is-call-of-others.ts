import type { TwilioSettings } from "../twilio-settings.js";
import { isOfOthers } from "./is-of-others.js";
import type { TwilioCallForm } from "./twilio-webhook-schemas.js";

const NUMBER = /^\+[1-9]\d{1,14}$/;

/**
 * Whether a call without a reference of ours came in for another channel's number. A SIP address is no number of the account; and where the account's own softphone or
 * exchange calls out through its webhook, which Twilio calls inbound too, `To` is whom it called.
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export function isCallOfOthers(
  settings: TwilioSettings,
  { Direction, From = "", To = "" }: Pick<TwilioCallForm, "Direction" | "From" | "To">,
): boolean {
  if (Direction !== "inbound" || !NUMBER.test(To) || /^(?:client|sips?):/i.test(From)) return false;
  return isOfOthers(settings, To, undefined);
}
