/** Visible ASCII that begins with one slash; no backslash, which some servers read as a slash, and no fragment. */
const PLAIN = /^\/(?!\/)[\x21\x22\x24-\x5b\x5d-\x7e]*$/;
/** A segment that begins with a dot, in any spelling: rare enough to look at closely. */
const DOTTED = /(?:\/|%2f|%5c)(?:\.|%2e)/i;

/**
 * True when a request's path stays below the endpoint it is appended to: one slash first, nothing that ends the request line, and no
 * step upwards, neither as written nor as a server may read it after decoding (`%2e`, `%2f`, `%5c`, `..;x`).
 * @param path - path and query as a plugin gives them; characters beyond ASCII must be percent-encoded already.
 */
export function isPathBelow(path: string): boolean {
  if (!PLAIN.test(path)) return false;
  if (!DOTTED.test(path)) return true;
  const query = path.indexOf("?");
  return (query < 0 ? path : path.slice(0, query))
    .replace(/%2e/gi, ".")
    .replace(/%2f|%5c/gi, "/")
    .split("/")
    .every((segment) => !/^\.\.?(?:;|$)/.test(segment));
}
