import { domainToASCII } from "node:url";

const IS_ASCII = /^\p{ASCII}*$/u;

/**
 * The one form of an address of which a person has several spellings: a mail address without case, composed, and its domain as it is looked up, so that
 * `Bücher.example` and `xn--bcher-kva.example` are one (RFC 5891). Of every other kind it is the address itself.
 */
export function comparedAddress(kind: string, value: string): string {
  if (kind !== "email") return value;
  const lower = value.toLowerCase();
  if (IS_ASCII.test(lower)) return lower;
  const at = lower.lastIndexOf("@");
  const domain = lower.slice(at + 1);
  // What is no domain is compared as it was written.
  return `${lower.slice(0, at).normalize("NFC")}@${domainToASCII(domain) || domain.normalize("NFC")}`;
}
