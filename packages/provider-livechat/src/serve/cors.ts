import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { ChatRefusal } from "./chat-refusal.js";

const METHODS = "GET, POST, DELETE";
const HEADERS =
  "authorization, content-type, last-event-id, x-chat-file-name, x-chat-id, x-chat-language, x-chat-consent";

/**
 * Which website a request comes from. Browsers say so with everything that changes something, and across origins always; a page
 * cannot change what they say. No cookie is involved, so a foreign page has nothing to act with in a visitor's name (CSRF).
 * @throws {ChatRefusal} `ORIGIN_REFUSED` where the account does not embed its chat there.
 */
export function corsHeaders(request: SiteRequestV1, origins: readonly string[]): Readonly<Record<string, string>> {
  const origin = request.headers["origin"];
  if (origin === undefined) {
    if (request.method !== "GET" && request.method !== "HEAD") throw new ChatRefusal("ORIGIN_REFUSED");
    return { vary: "origin" };
  }
  if (!origins.includes(origin)) throw new ChatRefusal("ORIGIN_REFUSED");
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "retry-after, content-disposition",
    vary: "origin",
  };
}

/** The answer to a browser that asks first. */
export function preflightResponse(): SiteAnswerV1 {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": HEADERS,
      "access-control-max-age": "7200",
    },
    body: "",
  };
}
