/** What cannot cross the border: a function, a symbol, a BigInt, a cycle. */
export class NotDataError extends Error {
  constructor(readonly kind: string) {
    super(`only data crosses the border; this is ${kind}`);
    this.name = "NotDataError";
  }
}

/** Deeper than any contract type; a cycle is deeper than that. */
const DEEPEST = 64;
const BYTES = "$bytes";
const PLAIN = "$plain";

/**
 * Makes a value fit for JSON. Bytes are laid into `tail` and replaced by their place there, since base64 would cost a third more and a
 * copy; an object that has such a name itself is wrapped, so that a plugin cannot forge a place.
 * @throws {NotDataError}
 */
export function packData(value: unknown, tail: Uint8Array[], depth = 0): unknown {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (value === undefined) return undefined;
  if (typeof value !== "object") throw new NotDataError(`a ${typeof value}`);
  if (depth > DEEPEST) throw new NotDataError("a cycle, or nested too deeply");
  if (value instanceof Uint8Array) {
    tail.push(value);
    return { [BYTES]: value.byteLength };
  }
  if (Array.isArray(value)) return value.map((item: unknown) => packData(item, tail, depth + 1) ?? null);
  const packed: Record<string, unknown> = {};
  let isWrapped = false;
  for (const [name, item] of Object.entries(value)) {
    if (name === BYTES || name === PLAIN) isWrapped = true;
    const inner = packData(item, tail, depth + 1);
    if (inner !== undefined)
      Object.defineProperty(packed, name, { value: inner, enumerable: true, configurable: true, writable: true });
  }
  return isWrapped ? { [PLAIN]: packed } : packed;
}

/** Reads what `packData` made; bytes come off the tail in the order they were laid. @throws {RangeError} a place outside of the tail. */
export class TailReader {
  private offset = 0;

  constructor(private readonly tail: Uint8Array) {}

  unpack(value: unknown, depth = 0): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (depth > 2 * DEEPEST) throw new RangeError("nested too deeply");
    if (Array.isArray(value)) return value.map((item: unknown) => this.unpack(item, depth + 1));
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first?.[0] === BYTES) return this.take(first[1]);
    if (entries.length === 1 && first?.[0] === PLAIN) return this.members(Object.entries(first[1] as object), depth);
    return this.members(entries, depth);
  }

  private members(entries: readonly (readonly [string, unknown])[], depth: number): object {
    const made: Record<string, unknown> = {};
    for (const [name, item] of entries) {
      const value = this.unpack(item, depth + 1);
      // As data, also `__proto__`.
      if (name === "__proto__") Object.defineProperty(made, name, { value, enumerable: true, configurable: true });
      else made[name] = value;
    }
    return made;
  }

  private take(length: unknown): Uint8Array {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0) throw new RangeError("not a length");
    const end = this.offset + length;
    if (end > this.tail.byteLength) throw new RangeError("outside of the frame");
    // A copy of its own, and no Buffer: a view would keep the whole frame, and show it by its `buffer`.
    const bytes = new Uint8Array(this.tail.subarray(this.offset, end));
    this.offset = end;
    return bytes;
  }
}
