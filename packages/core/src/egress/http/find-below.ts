import type { EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import { parseUrl } from "../../spec/parse-url.js";
import type { Route, RouteEndpoint } from "../channel/route.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import { originOf } from "../endpoint/origin-of.js";
import type { EgressGuards } from "../guards.js";

/**
 * Finds the declared endpoint of an operation that an absolute address lies below: same origin, and its path at or under the
 * endpoint's. What is called is the address as the URL parser reads it, never the text.
 * @param url - from a provider's answer.
 */
export function findBelow(
  url: string,
  route: Route,
  guards: EgressGuards,
): EgressRefusalReason | { endpoint: RouteEndpoint; target: EndpointTarget; path: string } {
  // The parser drops tabs and line ends and turns backslashes; an address that needs this is no honest one.
  if (typeof url !== "string" || /[\p{Cc}\s\\]/u.test(url)) return "url-invalid";
  const parsed = parseUrl(url);
  if (parsed === undefined) return "url-invalid";
  if (parsed.username !== "" || parsed.password !== "" || parsed.hash !== "") return "url-invalid";
  const asked = originOf(`${parsed.protocol}//${parsed.host}`);
  if (!asked) return "endpoint-undeclared";
  const path = parsed.pathname + parsed.search;
  let refusal: EgressRefusalReason = "endpoint-undeclared";
  for (const endpoint of route.endpoints) {
    const { target } = endpoint;
    if (target === undefined || target.direction !== "connect" || target.origin.scheme.way !== "http") continue;
    if (!guards.origin(asked.text, target.declared.text) && asked.text !== target.origin.text) continue;
    if (!isUnder(parsed.pathname, target.pathPrefix)) continue;
    if (!guards.path(path)) return "url-invalid";
    if (endpoint.refusal === undefined) return { endpoint, target, path };
    refusal = endpoint.refusal;
  }
  return refusal;
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === "/");
}
