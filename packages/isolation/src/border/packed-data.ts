/** What cannot cross the border: a function, a symbol, a BigInt, a cycle, more of it than may cross at once. */
export class NotDataError extends Error {
  constructor(readonly kind: string) {
    super(`only data crosses the border; this is ${kind}`);
    this.name = "NotDataError";
  }
}

/** Deeper than any contract type; a cycle is deeper than that. */
const DEEPEST = 64;
const BYTES = "$bytes";
const TEXT = "$text";
const PLAIN = "$plain";
/** A longer text goes beside the JSON as bytes: what has to be parsed stays short. Characters. */
const LONG_TEXT = 4_096;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Makes a value fit for JSON. Bytes and long texts are laid into `tail` and replaced by their place there, since base64 would cost a third more and a
 * copy; an object that has such a name itself is wrapped, so that a plugin cannot forge a place. What needs no change is not copied.
 * @throws {NotDataError}
 */
export function packData(value: unknown, tail: Uint8Array[], depth = 0): unknown {
  if (value === null || typeof value === "number" || typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "string") return packText(value, tail);
  if (typeof value !== "object") throw new NotDataError(`a ${typeof value}`);
  if (depth > DEEPEST) throw new NotDataError("a cycle, or nested too deeply");
  if (value instanceof Uint8Array) {
    tail.push(value);
    return { [BYTES]: value.byteLength };
  }
  if (Array.isArray(value)) return packArray(value, tail, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  let packed: Record<string, unknown> | undefined =
    prototype === Object.prototype || prototype === null ? undefined : {};
  let isWrapped = false;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(value);
  for (let place = 0; place < names.length; place += 1) {
    const name = names[place] ?? "";
    if (name === BYTES || name === TEXT || name === PLAIN) isWrapped = true;
    const item = members[name];
    const inner = packData(item, tail, depth + 1);
    if (packed === undefined && inner === item) continue;
    packed ??= copyOf(members, names.slice(0, place));
    setMember(packed, name, inner);
  }
  return isWrapped ? { [PLAIN]: packed ?? value } : (packed ?? value);
}

function packText(value: string, tail: Uint8Array[]): unknown {
  // Half of a pair of surrogates has no bytes of its own: JSON writes it as an escape.
  if (value.length <= LONG_TEXT || LONE_SURROGATE.test(value)) return value;
  const bytes = Buffer.from(value);
  tail.push(bytes);
  return { [TEXT]: bytes.byteLength };
}

function packArray(value: readonly unknown[], tail: Uint8Array[], depth: number): readonly unknown[] {
  let packed: unknown[] | undefined;
  for (let place = 0; place < value.length; place += 1) {
    const item = value[place];
    const inner = packData(item, tail, depth + 1) ?? null;
    if (packed === undefined && inner === item) continue;
    packed ??= value.slice(0, place);
    packed.push(inner);
  }
  return packed ?? value;
}

function copyOf(members: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const name of names) setMember(made, name, members[name]);
  return made;
}

/** As data, also `__proto__`. */
function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/**
 * Reads what `packData` made, in the object that JSON gave: bytes and long texts come off the tail in the order they were laid.
 * @throws {RangeError} a place outside of the tail. @throws {TypeError} bytes that are no text.
 */
export class TailReader {
  private offset = 0;

  constructor(private readonly tail: Uint8Array) {}

  unpack(value: unknown, depth = 0): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (depth > 2 * DEEPEST) throw new RangeError("nested too deeply");
    if (Array.isArray(value)) {
      for (let place = 0; place < value.length; place += 1) {
        const item: unknown = value[place];
        const inner = this.unpack(item, depth + 1);
        if (inner !== item) value[place] = inner;
      }
      return value;
    }
    const names = Object.keys(value);
    const [first] = names;
    if (names.length === 1 && first !== undefined) {
      if (first === BYTES) return this.take(Reflect.get(value, first));
      if (first === TEXT) return TEXT_OF.decode(this.place(Reflect.get(value, first)));
      if (first === PLAIN) return this.members(Reflect.get(value, first), depth);
    }
    return this.members(value, depth, names);
  }

  private members(object: unknown, depth: number, names?: readonly string[]): unknown {
    if (typeof object !== "object" || object === null) throw new RangeError("nothing is wrapped");
    const members = object as Record<string, unknown>;
    for (const name of names ?? Object.keys(object)) {
      const item = members[name];
      const inner = this.unpack(item, depth + 1);
      if (inner !== item) setMember(members, name, inner);
    }
    return object;
  }

  private take(length: unknown): Uint8Array {
    // A copy of its own, and no Buffer: a view would keep the whole frame, and show it by its `buffer`.
    return new Uint8Array(this.place(length));
  }

  private place(length: unknown): Uint8Array {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0) throw new RangeError("not a length");
    const end = this.offset + length;
    if (end > this.tail.byteLength) throw new RangeError("outside of the frame");
    const bytes = this.tail.subarray(this.offset, end);
    this.offset = end;
    return bytes;
  }
}

const TEXT_OF = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
