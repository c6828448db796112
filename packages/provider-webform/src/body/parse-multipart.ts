import { MOST_TEXT_BYTES, parseUrlencoded } from "./parse-urlencoded.js";
import type { SubmittedFile, SubmittedForm } from "./submitted-form.js";

const MOST_PARTS = 120;
const LONGEST_HEAD = 2_000;
/** Browsers make it of 16 characters and more; a shorter one only makes for more near misses. */
const BOUNDARY = /^multipart\/form-data\s*;\s*boundary=(?:"([^"\r\n]{10,70})"|([^\s;"]{10,70}))\s*$/i;
const DISPOSITION = /^content-disposition:\s*form-data;\s*name="([^"\r\n]*)"(?:;\s*filename="([^"\r\n]*)")?\s*$/i;
/** The part in which the element sends all fields in one piece: browsers rewrite line breaks of single ones (HTML, multipart encoding). */
const ALL_FIELDS = "_fields";
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads `multipart/form-data` (RFC 7578) as browsers write it, in one pass, without unpacking anything. Whatever is not exactly that is refused:
 * a part that two readers could read differently is how checks are passed by.
 * @returns nothing when it cannot be read.
 */
export function parseMultipart(contentType: string, body: Uint8Array): SubmittedForm | undefined {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const values = new Map<string, string[]>();
  const files = new Map<string, SubmittedFile[]>();
  if (bytes.indexOf(delimiter.subarray(2)) !== 0) return undefined;
  let at = delimiter.length - 2;
  try {
    for (let parts = 0; ; parts += 1) {
      const mark = bytes.toString("latin1", at, at + 2);
      if (mark === "--") return { values, files };
      if (mark !== "\r\n" || parts >= MOST_PARTS) return undefined;
      // Looked for no further than it may reach.
      const headLength = bytes.subarray(at, at + LONGEST_HEAD).indexOf("\r\n\r\n");
      if (headLength === -1) return undefined;
      const headEnd = at + headLength;
      const bodyEnd = bytes.indexOf(delimiter, headEnd + 2);
      if (bodyEnd === -1) return undefined;
      const head = utf8.decode(bytes.subarray(at + 2, headEnd));
      if (!addPart(head, bytes.subarray(headEnd + 4, bodyEnd), values, files)) return undefined;
      at = bodyEnd + delimiter.length;
    }
  } catch {
    // Bad UTF-8.
    return undefined;
  }
}

function addPart(
  head: string,
  content: Buffer,
  values: Map<string, string[]>,
  files: Map<string, SubmittedFile[]>,
): boolean {
  const lines = head.split("\r\n");
  const dispositions = lines.filter((line) => /^content-disposition\s*:/i.test(line));
  const match = DISPOSITION.exec(dispositions[0] ?? "");
  if (match === null || dispositions.length !== 1 || lines.length > 4) return false;
  const name = unescape(match[1] ?? "");
  if (name === ALL_FIELDS) {
    const all = parseUrlencoded(content);
    for (const [key, given] of all ?? []) append(values, key, given);
    return all !== undefined;
  }
  if (match[2] === undefined && content.byteLength > MOST_TEXT_BYTES) return false;
  if (match[2] === undefined) append(values, name, [utf8.decode(content)]);
  // A file field that was left empty is sent without a name and without bytes.
  else if (match[2] !== "" || content.byteLength > 0)
    append(files, name, [{ filename: unescape(match[2]), bytes: Uint8Array.from(content) }]);
  return true;
}

function append<Item>(map: Map<string, Item[]>, name: string, items: readonly Item[]): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [...items]);
  else known.push(...items);
}

/** As browsers escape a name (HTML, "escape a multipart/form-data name"). */
function unescape(name: string): string {
  return name.replaceAll(/%(0A|0D|22)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
