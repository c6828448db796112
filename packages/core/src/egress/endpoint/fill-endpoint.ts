import { isIPv6 } from "node:net";
import { settingAt } from "./setting-at.js";

const PLACEHOLDER = /\{([A-Za-z0-9_.]+)\}/g;
const PARTS = /^([^:/?#]*):\/\/([^/?#]*)((?:\/[^?#]*)?)$/;
const WHOLE = /^\{([A-Za-z0-9_.]+)\}$/;
const ABSOLUTE_URL = /^[a-z][a-z0-9+]*:\/\/[^/?#\\@\s]+(?:\/[^?#\\\s]*)?$/;

/** An endpoint's URL with its settings in place; or the setting that is missing; or what is wrong with one, without its value. */
export type FilledEndpoint =
  | { readonly url: string }
  | { readonly unset: string }
  | { readonly setting: string; readonly problem: string }
  /** Wrong whatever the settings are. */
  | { readonly template: string };

class Unfilled extends Error {
  constructor(readonly answer: Exclude<FilledEndpoint, { url: string }>) {
    super("a placeholder could not be filled");
  }
}

/**
 * Puts a channel's settings into an endpoint's URL. What a value may be depends on where it stands: a whole URL, a scheme, a whole
 * host name, one DNS label, a port, or (a part of) one path segment. So no setting can move the rest of the URL to another place.
 * @param template - the manifest's URL.
 * @param settings - the channel's validated settings.
 */
export function fillEndpoint(template: string, settings: unknown): FilledEndpoint {
  try {
    const whole = WHOLE.exec(template)?.[1];
    if (whole !== undefined) {
      return {
        url: value(settings, whole, (text) => ABSOLUTE_URL.test(text), "an absolute URL without userinfo or query"),
      };
    }
    const [, scheme = "", authority = "", path = ""] = PARTS.exec(template) ?? [];
    const filledScheme = fill(scheme, settings, /^[a-z][a-z0-9+]*$/, "a scheme such as https");
    return { url: `${filledScheme}://${fillAuthority(authority, settings)}${fillPath(path, settings)}` };
  } catch (error) {
    if (error instanceof Unfilled) return error.answer;
    throw error;
  }
}

function fillAuthority(authority: string, settings: unknown): string {
  const colon = /:(?=\d*$|\{[A-Za-z0-9_.]+\}$)/.exec(authority)?.index ?? authority.length;
  const host = authority.slice(0, colon);
  const port = authority.slice(colon);
  const whole = WHOLE.exec(host)?.[1];
  // "api.{x}" or "{x}example.com" would let a setting choose whose domain it is.
  const own = whole === undefined ? host.replace(PLACEHOLDER, "{}").split(".").slice(-2) : [];
  if (own.some((label) => label.includes("{"))) {
    throw new Unfilled({ template: "a placeholder stands in the last two labels of the host" });
  }
  const filledHost =
    whole === undefined
      ? fill(host, settings, /^[a-z0-9-]{1,63}$/, "one DNS label: a-z, 0-9 and -")
      : bracketed(value(settings, whole, isHostName, "a host name or an IP address"));
  return filledHost + fill(port, settings, /^\d{1,5}$/, "a port number");
}

function fillPath(path: string, settings: unknown): string {
  const filled = path.replace(PLACEHOLDER, (_match, name: string) =>
    encodeURIComponent(value(settings, name, (text) => /^[^/\\?#%\p{Cc}\s]+$/u.test(text), "one segment of a path")),
  );
  // "{a}{b}" with "." and "." must not become a step upwards.
  const name = /\{([A-Za-z0-9_.]+)\}/.exec(path)?.[1];
  if (name !== undefined && filled.split("/").some((segment) => segment === "." || segment === "..")) {
    throw new Unfilled({ setting: name, problem: "one segment of a path" });
  }
  return filled;
}

function fill(template: string, settings: unknown, shape: RegExp, expected: string): string {
  return template.replace(PLACEHOLDER, (_match, name: string) =>
    value(settings, name, (text) => shape.test(text), expected),
  );
}

function value(settings: unknown, name: string, fits: (text: string) => boolean, expected: string): string {
  const found = settingAt(settings, name);
  if (found === undefined || found === null || found === "") throw new Unfilled({ unset: name });
  const text = typeof found === "number" ? String(found) : found;
  if (typeof text !== "string" || !fits(text)) throw new Unfilled({ setting: name, problem: `expected ${expected}` });
  return text;
}

function isHostName(text: string): boolean {
  if (isIPv6(text.replace(/^\[(.*)\]$/, "$1"))) return !text.includes("%");
  return text.length <= 253 && /^[^\p{Cc}\s/\\@?#:[\]%{}<>^|"]+$/u.test(text);
}

function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
