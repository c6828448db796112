import { parseUrl } from "../../spec/parse-url.js";
import type { Origin } from "./origin.js";
import { schemes } from "./scheme.js";

const ABSOLUTE = /^([a-z][a-z0-9+]*):\/\/([^/?#\\@\s]+)\/?$/;

/**
 * Reads an origin. Hosts go through the URL parser of the web, so that every spelling of an IP address (decimal, hex, octal, short,
 * full-width digits) becomes the one address it means, also for schemes that the URL parser itself would leave as they are.
 * @param text - `scheme://host` or `scheme://host:port`.
 * @returns undefined when it is not one: unknown scheme, userinfo, path, no port where the scheme has none. Port 0 (any free port) is
 *   for listening.
 */
export function originOf(text: string): Origin | undefined {
  const match = ABSOLUTE.exec(text);
  const scheme = schemes.get(match?.[1] ?? "");
  const authority = match?.[2];
  if (!scheme || authority === undefined) return undefined;
  // "example.com." is the same host; certificates and SNI know it without the dot.
  const hostname = parseUrl(`http://${authority}`)?.hostname.replace(/\.$/, "");
  const named = /:(\d{1,5})$/.exec(authority)?.[1];
  const port = named === undefined ? scheme.defaultPort : Number(named);
  if (hostname === undefined || hostname === "" || port === undefined || port > 65_535) return undefined;
  const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return { scheme, host, port, text: `${scheme.name}://${hostname}:${port}` };
}
