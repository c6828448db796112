import type { Media } from "@plugboard/core/spec";
import { type Refused, refused } from "../../refusal/refused.js";

/** "attachmentName-is-too-long (max 70)", https://docs-pulse.edna.io/docs/api/messages/errorcodes */
const MAX_NAME_LENGTH = 70;

/** A file as edna takes it: an address it fetches from and the name the recipient sees. */
export interface EdnaAttachment {
  readonly url: string;
  readonly name: string;
}

/**
 * A file for edna. It has no upload, so only an address will do; the name is required, and without one of its own a file is called
 * as in its address.
 */
export function ednaAttachment(media: Media, filename?: string): EdnaAttachment | Refused {
  if (media.source !== "url") return refused("MEDIA_SOURCE_UNSUPPORTED");
  const name = filename ?? lastSegment(media.url);
  if (name === "") return refused("FILENAME_MISSING");
  if ([...name].length > MAX_NAME_LENGTH) return refused("FILENAME_TOO_LONG");
  return { url: media.url, name };
}

function lastSegment(url: string): string {
  const segment = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    // No percent-encoding: the name is what is written there.
    return segment;
  }
}
