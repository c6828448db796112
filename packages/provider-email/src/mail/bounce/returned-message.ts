import type { HeaderField } from "../mime/header-field.js";
import { readHeaderFields } from "../mime/read-header-fields.js";
import { readMessageIds } from "../mime/read-message-ids.js";
import { findAddresses } from "./find-addresses.js";

/** What a report returns of the message it is about. */
export interface ReturnedMessage {
  readonly messageId: string | undefined;
  /** Its To addresses. */
  readonly to: readonly string[];
}

const HEADER_LIMIT_BYTES = 65_536;

/** Reads the header of a returned message; the message's own body is not looked at. */
export function readReturnedMessage(bytes: Uint8Array): ReturnedMessage {
  const text = Buffer.from(bytes.subarray(0, HEADER_LIMIT_BYTES)).toString("latin1");
  const lines = text.replace(/^\s{1,100}/, "");
  const end = /\n\r?\n|\r\r/.exec(lines)?.index ?? lines.length;
  return fromFields(readHeaderFields(Buffer.from(lines.slice(0, end), "latin1")));
}

function fromFields(fields: readonly HeaderField[]): ReturnedMessage {
  const first = (name: string): string => fields.find((field) => field.name === name)?.value ?? "";
  return { messageId: readMessageIds(first("message-id"))[0], to: findAddresses(first("to")) };
}
