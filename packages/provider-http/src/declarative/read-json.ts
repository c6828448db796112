const decoder = new TextDecoder("utf-8", { fatal: true });

/** @returns undefined when the bytes are not JSON in UTF-8. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}
