import { encodeWords } from "./encode-words.js";
import { requireHeaderSafe } from "./require-header-safe.js";

/** Words of atoms with single blanks: needs no quotes (RFC 5322 §3.2.3). */
const PHRASE = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;
const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * A mailbox of an address field: `Name <address>`, or the address alone.
 * @param address - as {@link toWireAddress} gave it.
 * @throws {ComposeRefusal} HEADER_UNSAFE, CONTENT_NOT_UNICODE.
 */
export function formatMailbox(address: string, name: string | undefined): string {
  requireHeaderSafe(address);
  if (name === undefined || name === "") return address;
  return `${formatPhrase(requireHeaderSafe(name))} <${address}>`;
}

function formatPhrase(name: string): string {
  if (!PRINTABLE.test(name) || name.includes("=?")) return encodeWords(name);
  return PHRASE.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`;
}
