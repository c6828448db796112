import type { EmailContent } from "@plugboard/core/spec";
import { ComposeRefusal } from "./compose-refusal.js";
import { encodeHeaderText } from "./encode-header-text.js";
import { requireHeaderSafe } from "./require-header-safe.js";

/** A header field: its name, and its value folded and encoded. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

// eslint-disable-next-line no-control-regex -- the range of ASCII
const NOT_ASCII = /[^\x00-\x7f]/;
const UNSUBSCRIBE_ADDRESS = /^[\x21\x23-\x3b\x3d\x3f-\x7e]+$/;

/** RFC 5322 §2.1.1. Characters. */
const LONGEST_LINE = 998;

/**
 * The fields that the content asks for: threading, unsubscribing, and its own ones.
 * @param answered - the message id answered where the content names none.
 * @throws {ComposeRefusal} HEADER_UNSAFE, HEADER_NOT_ASCII, HEADER_REPEATED, CONTENT_NOT_UNICODE.
 */
export function contentFields(content: EmailContent, answered: string | undefined): HeaderField[] {
  const fields: HeaderField[] = [];
  const inReplyTo = content.inReplyTo ?? answered;
  const references = content.references ?? (inReplyTo === undefined ? [] : [inReplyTo]);
  if (inReplyTo !== undefined) fields.push({ name: "In-Reply-To", value: ids("In-Reply-To", [inReplyTo]) });
  if (references.length > 0) fields.push({ name: "References", value: ids("References", references) });
  fields.push({ name: "Subject", value: encodeHeaderText(content.subject, "Subject".length) });
  fields.push(...unsubscribeFields(content.listUnsubscribe));
  for (const [name, value] of Object.entries(content.headers ?? {})) {
    if (!/^(?:X|List)-[A-Za-z0-9-]{1,70}$/.test(name)) throw new ComposeRefusal("HEADER_UNSAFE");
    if (fields.some((field) => field.name.toLowerCase() === name.toLowerCase()))
      throw new ComposeRefusal("HEADER_REPEATED");
    fields.push({ name, value: encodeHeaderText(value, name.length) });
  }
  return fields;
}

/** One a line, the first one below the field's name where both together would be too long for one. */
function ids(name: string, values: readonly string[]): string {
  for (const value of values) {
    requireHeaderSafe(value);
    if (NOT_ASCII.test(value)) throw new ComposeRefusal("HEADER_NOT_ASCII");
    if (!/^<[^<>\s]+>$/.test(value)) throw new ComposeRefusal("HEADER_UNSAFE");
  }
  const isLong = `${name}: ${values[0] ?? ""}`.length > LONGEST_LINE;
  return (isLong ? "\r\n " : "") + values.join("\r\n ");
}

/** RFC 2369 §3.2 and, for an https address, one-click by RFC 8058 §3.1. */
function unsubscribeFields(unsubscribe: EmailContent["listUnsubscribe"]): HeaderField[] {
  if (unsubscribe === undefined) return [];
  const addresses = [unsubscribe.url, unsubscribe.mailto].filter((address) => address !== undefined);
  for (const address of addresses) {
    requireHeaderSafe(address);
    if (!UNSUBSCRIBE_ADDRESS.test(address))
      throw new ComposeRefusal(NOT_ASCII.test(address) ? "HEADER_NOT_ASCII" : "HEADER_UNSAFE");
  }
  const fields = [{ name: "List-Unsubscribe", value: addresses.map((address) => `<${address}>`).join(",\r\n ") }];
  if (unsubscribe.url !== undefined)
    fields.push({ name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" });
  return fields;
}
