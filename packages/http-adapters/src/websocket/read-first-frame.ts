/** A token and a cursor; nothing that a socket has to say is longer. Bytes. */
export const LONGEST_FIRST_FRAME = 2_048;

/** Header fields that a browser cannot send with an upgrade. */
const FIELDS: ReadonlySet<string> = new Set(["authorization", "last-event-id"]);

/** Reads header fields from the first frame, a JSON object of texts. @returns undefined for everything else. */
export function readFirstFrame(data: Buffer): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data.toString("utf8"));
  } catch {
    // The socket is closed with the code for it; the parser's words would quote a token.
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = new Map<string, string>();
  for (const [name, text] of Object.entries(value)) {
    if (!FIELDS.has(name) || typeof text !== "string") return undefined;
    fields.set(name, text);
  }
  return fields;
}
