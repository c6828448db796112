import { isDeepStrictEqual } from "node:util";

/** Whether a value would be the same on the other side of a process border: a structured clone equals it. */
export function isPlainData(value: unknown): boolean {
  try {
    return isDeepStrictEqual(structuredClone(value), value);
  } catch {
    return false; // a function, a proxy, a promise
  }
}
