import { inspect } from "node:util";

/** A text that can be reached from a value, and where. */
export interface ReachableText {
  /** Parts of the way: property names, `"(key)"` for the name itself. */
  readonly path: readonly string[];
  readonly text: string;
}

/** A structure larger than this is a mistake of the test. */
const NODES_AT_MOST = 2_000_000;

/**
 * Every text that can be reached from a value: own properties whether enumerable or not, names of properties, symbols, getters of the value and of
 * its class, causes and stacks of errors, entries of maps and sets, bytes as text, what `toJSON` gives, and what `util.inspect` shows.
 */
export function* reachableTexts(root: unknown): Generator<ReachableText> {
  const seen = new Set<object>();
  const waiting: { path: readonly string[]; value: unknown }[] = [{ path: [], value: root }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, value } = next;
    const text = textOf(value);
    if (text !== undefined) yield { path, text };
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    if (seen.size > NODES_AT_MOST) throw new RangeError("personalDataProbe: too large to search");
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
      const bytes =
        value instanceof ArrayBuffer
          ? Buffer.from(value)
          : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      for (const encoding of ["utf8", "latin1", "utf16le"] as const) yield { path, text: bytes.toString(encoding) };
      continue;
    }
    if (path.length === 0) yield { path: ["(inspect)"], text: inspect(value, { depth: 12, showHidden: true }) };
    for (const [name, part] of partsOf(value)) {
      if (typeof name === "string") yield { path: [...path, "(key)"], text: name };
      waiting.push({ path: [...path, name], value: part });
    }
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "symbol") return value.description;
  return undefined;
}

function* partsOf(value: object): Generator<[name: string, part: unknown]> {
  if (value instanceof Map)
    for (const [key, part] of value)
      yield* [["(map key)", key] as [string, unknown], ["(map value)", part] as [string, unknown]];
  if (value instanceof Set) for (const part of value) yield ["(set member)", part];
  for (let at: object | null = value; at !== null && !isBuiltIn(at); at = Object.getPrototypeOf(at) as object | null) {
    for (const key of Reflect.ownKeys(at)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(at, key);
      // Methods of a class say nothing of a value.
      if (at !== value && descriptor?.get === undefined) continue;
      const name = String(key);
      if (typeof key === "symbol") yield [`${name}.description`, key];
      yield [name, read(value, key)];
    }
  }
  if ("toJSON" in value && typeof value.toJSON === "function") yield ["(toJSON)", read(value, "toJSON", true)];
}

function read(value: object, key: PropertyKey, call = false): unknown {
  try {
    const part = Reflect.get(value, key) as unknown;
    return call && typeof part === "function" ? (Reflect.apply(part, value, []) as unknown) : part;
  } catch (error) {
    // What a getter throws can be seen too.
    return error;
  }
}

const BUILT_IN: ReadonlySet<object> = new Set<object>([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Error.prototype,
  Map.prototype,
  Set.prototype,
  Date.prototype,
  RegExp.prototype,
  Promise.prototype,
]);

function isBuiltIn(value: object): boolean {
  return BUILT_IN.has(value);
}
