import { parseUrl } from "@plugboard/core/spec";
import { escapeHtml } from "./escape-html.js";

/** A link to an address that somebody else wrote: of the web or of mail, else its text alone. */
export function outsideLink(address: string, text: string): string {
  const url = parseUrl(address);
  if (url === undefined || !["https:", "http:", "mailto:"].includes(url.protocol)) return escapeHtml(text);
  return `<a href="${escapeHtml(url.href)}" rel="noreferrer noopener nofollow">${escapeHtml(text)}</a>`;
}
