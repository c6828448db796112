import { decodeWords } from "postal-mime";

/** Longest value whose encoded words are decoded; a subject has a few hundred characters. */
const TEXT_LIMIT = 20_000;

/** Decodes RFC 2047 encoded words; a line end that was hidden in one becomes a space, so the result is safe in a header. */
export function decodeHeaderText(value: string): string {
  if (!value.includes("=?")) return value;
  return decodeWords(value.slice(0, TEXT_LIMIT)).replace(/[\r\n]+/g, " ");
}
