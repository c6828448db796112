import type { AsteriskSettings } from "../asterisk-settings.js";

/** Characters that mean something to a dial string are not passed on: `&` and `,` would call others too. */
const NUMBER = /^\+[1-9]\d{1,14}$/;
const SIP_ADDRESS = /^sips?:[A-Za-z0-9+._~-]+@[A-Za-z0-9.-]+(?::\d{1,5})?$/;
const LINE = /^[A-Za-z0-9]{2,16}\/[A-Za-z0-9+._@:-]+$/;

/** Where the exchange calls, by the account's patterns; undefined where it has none for this. */
export function dialEndpoint(to: string, settings: AsteriskSettings): string | undefined {
  if (NUMBER.test(to)) return settings.phonePattern?.replace("{to}", to);
  if (SIP_ADDRESS.test(to)) return settings.sipPattern?.replace("{to}", to);
  return LINE.test(to) ? to : undefined;
}
