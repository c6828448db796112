import { ComposeRefusal } from "./compose-refusal.js";

/** What could end a header line, in any reader's opinion: C0, DEL, NEL, line and paragraph separator. */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const UNSAFE = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Lets a value through that may stand in a header field. The contract's schemas refuse the same; this is the second lock, because
 * some values pass a schema with a line break inside (an address is judged by the URL parser, which drops them).
 * @throws {ComposeRefusal} HEADER_UNSAFE, CONTENT_NOT_UNICODE.
 */
export function requireHeaderSafe(value: string): string {
  if (UNSAFE.test(value)) throw new ComposeRefusal("HEADER_UNSAFE");
  if (LONE_SURROGATE.test(value)) throw new ComposeRefusal("CONTENT_NOT_UNICODE");
  return value;
}
