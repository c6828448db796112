/** What a seal's entries can be searched for. */
export type Term = "account" | "channel" | "provider" | "recipient";

/** Bytes of a tag. */
export const TAG_BYTES = 4;
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The tag of a term: FNV-1a of its name and its value, 32 bits. A tag that is there by chance costs a look at entries that do not match; one that
 * should be there always is.
 */
export function termTag(term: Term, value: string): number {
  let hash = OFFSET;
  hash = Math.imul(hash ^ term.charCodeAt(0), PRIME);
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), PRIME);
  return hash >>> 0;
}

/** As a search compares it. */
export function tagBytes(term: Term, value: string): Buffer {
  const bytes = Buffer.alloc(TAG_BYTES);
  bytes.writeUInt32BE(termTag(term, value));
  return bytes;
}
