import { domainToASCII } from "node:url";
import type { Address } from "@plugboard/core/spec";
import { ComposeRefusal } from "./compose-refusal.js";
import { requireHeaderSafe } from "./require-header-safe.js";

// eslint-disable-next-line no-control-regex -- the range of ASCII
const NOT_ASCII = /[^\x00-\x7f]/;
/** Of ASCII, what a domain is made of. Elsewhere `/`, `?`, `#` end it and `%` begins another letter: the rest would be another's domain. */
const DOMAIN = /^[A-Za-z0-9._\-\u0080-\uffff]+$/;
const IP_ADDRESS = /^[\d.]+$/;

/**
 * An address as SMTP carries it: unchanged, but a domain of other letters in its ASCII form, which names the same domain (RFC 5891
 * §4.4). With such letters before the @ both sides stay as they are: that needs SMTPUTF8 (RFC 6531) anyway.
 * @throws {ComposeRefusal} ADDRESS_NOT_EMAIL, HEADER_UNSAFE, CONTENT_NOT_UNICODE.
 */
export function toWireAddress(address: Address): string {
  if (address.kind !== "email") throw new ComposeRefusal("ADDRESS_NOT_EMAIL");
  const value = requireHeaderSafe(address.value);
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  if (at < 1 || domain === "" || /[\s<>]/.test(value)) throw new ComposeRefusal("ADDRESS_NOT_EMAIL");
  if (!NOT_ASCII.test(value) || NOT_ASCII.test(local)) return value;
  const ascii = DOMAIN.test(domain) ? domainToASCII(domain) : "";
  // Digits of other scripts make an IP address of it.
  if (ascii === "" || IP_ADDRESS.test(ascii)) throw new ComposeRefusal("ADDRESS_NOT_EMAIL");
  return `${local}@${ascii}`;
}
