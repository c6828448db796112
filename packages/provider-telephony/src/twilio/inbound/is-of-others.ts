import { ALPHANUMERIC_SENDER } from "../alphanumeric-sender.js";
import { MESSAGING_SERVICE } from "../messaging-service.js";
import { ownSenders } from "../../senders/own-senders.js";
import type { TwilioSettings } from "../twilio-settings.js";

/**
 * Whether an event about a message is another channel's: the account's one token signs the webhooks of all its numbers.
 * @param address - the account's side of it: `To` of what came in, `From` of a status. What is left out says nothing.
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export function isOfOthers(
  settings: TwilioSettings,
  address: string | undefined,
  service: string | undefined,
): boolean {
  const own = ownSenders(settings);
  if (!address || own.includes(address) || (service && own.includes(service))) return false;
  // A service has numbers that the settings do not name.
  if (own.some((sender) => MESSAGING_SERVICE.test(sender))) return Boolean(service);
  // Nothing can be written to a name: where its channel has a message to a number, the number's webhook was set to say so.
  return !(ALPHANUMERIC_SENDER.test(settings.from) && !ALPHANUMERIC_SENDER.test(address));
}
