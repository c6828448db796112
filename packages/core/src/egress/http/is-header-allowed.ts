/**
 * Names that belong to the client: who is called, how long the message is, how the connection is used (RFC 9110 §7.6.1), and the
 * coding of answers, which are never decompressed.
 */
const CLIENT_OWNED = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "proxy-authenticate",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "http2-settings",
  "accept-encoding",
]);
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** No control characters, so no line ends; ASCII, since nothing says how a server would read the rest (RFC 9110 §5.5). */
const VALUE = /^[\t\x20-\x7e]*$/;

const KNOWN_NAMES_AT_MOST = 512;
const known = new Set<string>();

/** True when a plugin may send a header of this name with this value. */
export function isHeaderAllowed(name: string, value: unknown): boolean {
  if (!known.has(name)) {
    if (!TOKEN.test(name) || CLIENT_OWNED.has(name.toLowerCase())) return false;
    if (known.size < KNOWN_NAMES_AT_MOST) known.add(name);
  }
  return typeof value === "string" && VALUE.test(value);
}
