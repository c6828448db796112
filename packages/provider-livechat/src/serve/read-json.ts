import type { z } from "zod";
import { ChatRefusal } from "./chat-refusal.js";
import type { SiteRequestV1 } from "@plugboard/core/spec";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Deeper than any request of ours, and harmless to parse. */
const MOST_DEPTH = 8;

/**
 * Reads a JSON body with its schema. The media type is demanded: a form of a foreign page cannot have it.
 * @throws {ChatRefusal} `REQUEST_INVALID`
 */
export function readJson<Schema extends z.ZodType>(
  request: SiteRequestV1,
  schema: Schema,
  limitBytes: number,
): z.output<Schema> {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new ChatRefusal("REQUEST_INVALID");
  const bytes = request.body;
  if (bytes.byteLength > limitBytes || isDeep(bytes)) throw new ChatRefusal("REQUEST_INVALID");
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    // The parser's words may quote the body.
    throw new ChatRefusal("REQUEST_INVALID");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ChatRefusal("REQUEST_INVALID");
  return parsed.data;
}

/** Whether brackets lie deeper in each other than in any request of ours; texts are passed over. */
function isDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}
