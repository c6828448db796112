import { isDeepStrictEqual } from "node:util";

/** Whether two values are equal where the expected one says something: a field that is left out there may be anything. */
export function matches(actual: unknown, expected: unknown): boolean {
  if (expected instanceof Uint8Array)
    return actual instanceof Uint8Array && Buffer.compare(Buffer.from(actual), Buffer.from(expected)) === 0;
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((part, index) => matches(actual[index], part))
    );
  if (typeof expected === "object" && expected !== null)
    return (
      typeof actual === "object" &&
      actual !== null &&
      Object.entries(expected).every(([name, part]) => matches(Reflect.get(actual, name), part))
    );
  return isDeepStrictEqual(actual, expected);
}
