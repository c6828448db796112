import { decodeHeaderText } from "./decode-header-text.js";
import type { MimePart } from "./mime-part.js";

const NAME_LIMIT = 1000;

/** `filename` of Content-Disposition, else `name` of Content-Type; encoded words are decoded because many senders use them there. */
export function partFileName(part: MimePart): string | undefined {
  const raw = part.disposition.parameters.get("filename") ?? part.contentType.parameters.get("name");
  const name = raw === undefined ? "" : decodeHeaderText(raw.slice(0, NAME_LIMIT)).trim();
  return name === "" ? undefined : name;
}
