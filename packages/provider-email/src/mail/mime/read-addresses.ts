import { addressParser } from "postal-mime";
import type { MailLimits } from "../mail-limits.js";
import { MailParseError } from "../mail-parse-error.js";
import type { MailAddress } from "../parsed-mail.js";
import type { HeaderField } from "./header-field.js";

/** A line of RFC 5322; no address that can be delivered to is longer than 320 characters. */
const ADDRESS_LENGTH_LIMIT = 998;

/**
 * Reads every field of one name as an address list, groups flattened.
 * @throws {MailParseError} MAIL_TOO_MANY_ADDRESSES, before the list is read.
 */
export function readAddresses(fields: readonly HeaderField[], name: string, limits: MailLimits): MailAddress[] {
  const values = fields.filter((field) => field.name === name).map((field) => field.value);
  const marks = countMarks(values);
  if (marks.separators > limits.addressLimit * 2 || marks.all > limits.addressLimit * 8) {
    throw new MailParseError("MAIL_TOO_MANY_ADDRESSES", { limit: limits.addressLimit });
  }
  const addresses: MailAddress[] = [];
  for (const value of values) {
    for (const entry of addressParser(value, { flatten: true })) {
      const address = (entry.address ?? "").trim();
      if (address === "" || address.length > ADDRESS_LENGTH_LIMIT || /[\r\n\0]/.test(address)) continue;
      const display = entry.name.replace(/[\r\n]+/g, " ").trim();
      addresses.push(display === "" ? { address } : { address, name: display });
    }
  }
  if (addresses.length > limits.addressLimit) {
    throw new MailParseError("MAIL_TOO_MANY_ADDRESSES", { limit: limits.addressLimit });
  }
  return addresses;
}

/** Commas, semicolons and colons bound the entries a list can hold, groups included; all marks bound the work of reading it. */
function countMarks(values: readonly string[]): { separators: number; all: number } {
  let separators = values.length;
  let others = 0;
  for (const value of values) {
    for (let index = 0; index < value.length; index++) {
      const character = value.charAt(index);
      if (",;:".includes(character)) separators++;
      else if ('<>()"'.includes(character)) others++;
    }
  }
  return { separators, all: separators + others };
}
