import type { SiteAnswerV1 } from "@plugboard/core/spec";
import type { Visit } from "./visit.js";

const ALWAYS = {
  "x-content-type-options": "nosniff",
  // The origin has to come along when the page posts, and nothing else.
  "referrer-policy": "strict-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** A page: no script but the form's own, framed by nobody but the websites that may show the form. */
export function pageAnswer({ context, ownOrigin }: Visit, status: number, html: string, headers = {}): SiteAnswerV1 {
  const { origins, redirects } = context.connection.settings;
  const targets = [...new Set(redirects.map((url) => new URL(url).origin))].filter((one) => one !== ownOrigin);
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    ["form-action 'self'", ...targets].join(" "),
    ["frame-ancestors 'self'", ...origins].join(" "),
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return {
    status,
    headers: {
      ...ALWAYS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      vary: "accept-language",
      ...headers,
    },
    body: html,
  };
}

/** Data for the element: readable by the website it was made for and by no other. */
export function jsonAnswer({ origin }: Visit, status: number, value: unknown, headers = {}): SiteAnswerV1 {
  return {
    status,
    headers: {
      ...ALWAYS,
      "content-type": "application/json",
      "cache-control": "no-store",
      vary: "origin",
      ...(origin === undefined ? {} : { "access-control-allow-origin": origin }),
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

/** A file that is the same for everybody, readable from any page: there is nothing in it that is anybody's. */
export function fileAnswer(contentType: string, body: string, etag: string, isKnown: boolean): SiteAnswerV1 {
  return {
    status: isKnown ? 304 : 200,
    headers: {
      ...ALWAYS,
      "content-type": contentType,
      "cache-control": "public, max-age=600, stale-while-revalidate=86400",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      etag,
    },
    body: isKnown ? "" : body,
  };
}

export function redirectAnswer(location: string): SiteAnswerV1 {
  return { status: 303, headers: { ...ALWAYS, location, "cache-control": "no-store" }, body: "" };
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): SiteAnswerV1 {
  return { status, headers: { ...ALWAYS, ...headers }, body: "" };
}
