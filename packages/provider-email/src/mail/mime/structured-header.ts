import { percentDecode } from "./percent-decode.js";

/** `type/subtype; name=value` read into parts; `value` and parameter names in lower case. */
export interface StructuredHeader {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longest value that is read; what follows is ignored. */
const VALUE_LIMIT = 16_384;
const PARAMETER_LIMIT = 200;

/**
 * Reads Content-Type and Content-Disposition values (RFC 2045 5.1, RFC 2183), comments removed, with the continuations
 * and character sets of RFC 2231. The first of two equal parameters wins, as the first of two equal headers does.
 */
export function readStructuredHeader(raw: string): StructuredHeader {
  const [value = "", ...rest] = splitOutsideQuotes(raw.slice(0, VALUE_LIMIT));
  const plain = new Map<string, string>();
  const sections = new Map<string, Map<number, Section>>();
  for (const piece of rest.slice(0, PARAMETER_LIMIT)) {
    const equals = piece.indexOf("=");
    if (equals <= 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const text = unquote(piece.slice(equals + 1).trim());
    const star = /^([^*]{1,100})\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (star === null) {
      if (!plain.has(name)) plain.set(name, text);
      continue;
    }
    const key = star[1] ?? name;
    const list = sections.get(key) ?? new Map<number, Section>();
    sections.set(key, list);
    const index = star[2] === undefined ? 0 : Number(star[2]);
    if (!list.has(index)) list.set(index, { text, encoded: star[2] === undefined || star[3] === "*" });
  }
  for (const [key, list] of sections) plain.set(key, joinSections(list));
  return { value: value.trim().toLowerCase(), parameters: plain };
}

interface Section {
  readonly text: string;
  readonly encoded: boolean;
}

function joinSections(list: ReadonlyMap<number, Section>): string {
  let charset = "utf-8";
  let result = "";
  let pending = "";
  for (const [index, section] of [...list].sort(([left], [right]) => left - right)) {
    let text = section.text;
    const language = index === 0 && section.encoded ? /^([^']{0,60})'[^']{0,60}'/.exec(text) : null;
    if (language !== null) {
      charset = language[1] === "" ? "utf-8" : (language[1] ?? "utf-8");
      text = text.slice(language[0].length);
    }
    // One character may be spread over two encoded sections, so neighbours are decoded together.
    if (section.encoded) pending += text;
    else {
      result += percentDecode(pending, charset) + text;
      pending = "";
    }
  }
  return result + percentDecode(pending, charset);
}

/** Splits at `;` and drops comments, both only outside quoted strings; a `(` inside a parameter's token is content. */
function splitOutsideQuotes(raw: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  let quoted = false;
  let depth = 0;
  const lastClose = raw.lastIndexOf(")");
  for (let index = 0; index < raw.length; index++) {
    const character = raw.charAt(index);
    if ((quoted || depth > 0) && character === "\\") {
      if (depth === 0) piece += character + raw.charAt(index + 1);
      index++;
    } else if (depth > 0) {
      if (character === "(") depth++;
      else if (character === ")") depth--;
    } else if (character === '"') {
      quoted = !quoted;
      piece += character;
    } else if (!quoted && character === "(" && index < lastClose && opensComment(piece, raw.charAt(index - 1))) {
      depth = 1;
    } else if (!quoted && character === ";") {
      pieces.push(piece);
      piece = "";
    } else piece += character;
  }
  pieces.push(piece);
  return pieces;
}

function opensComment(piece: string, before: string): boolean {
  return before === " " || before === "\t" || !piece.includes("=");
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  let result = "";
  for (let index = 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '"') break;
    if (character === "\\" && index + 1 < text.length) result += text.charAt(++index);
    else result += character;
  }
  return result;
}
