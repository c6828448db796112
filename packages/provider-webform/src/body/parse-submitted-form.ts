import { parseMultipart } from "./parse-multipart.js";
import { MOST_TEXT_BYTES, parseUrlencoded } from "./parse-urlencoded.js";
import type { SubmittedForm } from "./submitted-form.js";

const NO_FILES: SubmittedForm["files"] = new Map();
const URLENCODED = /^application\/x-www-form-urlencoded(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/** Reads a posted form of either kind. @returns the status to refuse it with when it cannot be read. */
export function parseSubmittedForm(contentType: string, body: Uint8Array): SubmittedForm | 400 | 413 | 415 {
  if (URLENCODED.test(contentType)) {
    if (body.byteLength > MOST_TEXT_BYTES) return 413;
    const values = parseUrlencoded(body);
    return values === undefined ? 400 : { values, files: NO_FILES };
  }
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return 415;
  return parseMultipart(contentType, body) ?? 400;
}
