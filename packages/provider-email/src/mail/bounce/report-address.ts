import { findAddresses } from "./find-addresses.js";

/** RFC 5321 4.5.3.1: 64 for the local part, 255 for the domain, and the @. */
const ADDRESS_LENGTH_LIMIT = 320;

/** The address of an `address-type; address` field (RFC 3464 2.3.1); the type, brackets and comments are dropped. */
export function reportAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bare = value.slice(value.indexOf(";") + 1).trim();
  const [found] = findAddresses(bare);
  if (found !== undefined) return found;
  const word = bare.replace(/[<>"]/g, "").trim();
  return word === "" || word.length > ADDRESS_LENGTH_LIMIT || /\s/.test(word) ? undefined : word;
}
