const PLAIN: ReadonlySet<unknown> = new Set([
  ...[Object.prototype, Array.prototype, Uint8Array.prototype, Buffer.prototype, ArrayBuffer.prototype],
  ...[Date.prototype, Map.prototype, Set.prototype, null],
]);

/** Whether a value would be the same on the other side of a process border: it can be cloned, and no class would get lost. */
export function isPlainData(value: unknown): boolean {
  try {
    structuredClone(value);
  } catch {
    return false; // a function, a proxy, a promise
  }
  return hasNoClass(value, new Set());
}

function hasNoClass(value: unknown, seen: Set<object>): boolean {
  if (typeof value !== "object" || value === null || seen.has(value)) return true;
  seen.add(value);
  if (!PLAIN.has(Object.getPrototypeOf(value))) return false;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  if (value instanceof Map || value instanceof Set) return [...value].every((part) => hasNoClass(part, seen));
  return Object.values(value).every((part) => hasNoClass(part, seen));
}
