import { inspect, isDeepStrictEqual } from "node:util";

/** Where two values differ first, for whoever has to find out why; undefined when they do not. Bytes are compared as bytes. */
export function firstDifference(found: unknown, expected: unknown, path = "it"): string | undefined {
  if (found instanceof Uint8Array && expected instanceof Uint8Array)
    return Buffer.from(found).equals(Buffer.from(expected)) ? undefined : `${path}: other bytes`;
  if (isObject(found) && isObject(expected) && Array.isArray(found) === Array.isArray(expected)) {
    for (const name of new Set([...Object.keys(found), ...Object.keys(expected)])) {
      const difference = firstDifference(Reflect.get(found, name), Reflect.get(expected, name), `${path}.${name}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return isDeepStrictEqual(found, expected) ? undefined : `${path} is ${short(found)}, not ${short(expected)}`;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const short = (value: unknown): string => inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 120);
