import { findAddresses } from "./find-addresses.js";

/** The address of an `address-type; address` field (RFC 3464 2.3.1); the type, brackets and comments are dropped. */
export function reportAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bare = value.slice(value.indexOf(";") + 1).trim();
  const [found] = findAddresses(bare);
  if (found !== undefined) return found;
  const word = bare.replace(/[<>"]/g, "").trim();
  return word === "" || /\s/.test(word) ? undefined : word;
}
