/** Levels of objects and arrays in each other. */
const MOST_DEPTH = 64;
/** Members and elements in all: what a plugin's parser and its schemas get through in a few milliseconds. */
const MOST_NODES = 100_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Whether a JSON text is deeper or has more members than any provider sends. It is looked through once, nothing is built of it. */
export function exceedsJsonLimits(body: Uint8Array): boolean {
  let depth = 0;
  let nodes = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA || byte === COLON) nodes += 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      nodes += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    if (depth > MOST_DEPTH || nodes > MOST_NODES) return true;
  }
  return false;
}
