/**
 * An absolute address, or nothing where the text is none. Not `URL.canParse`: in Node 20 it refuses addresses with letters beyond ASCII once it has been
 * called often enough to be compiled (`bücher.example`), since its fast path takes their one-byte text for UTF-8.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // What the parser has against it helps nobody.
    return undefined;
  }
}
