import { describe, expect, test } from "vitest";
import { NotDataError, packData, TailReader } from "./packed-data.js";

function crossed(value: unknown): unknown {
  const tail: Uint8Array[] = [];
  const text = JSON.stringify(packData(value, tail));
  return new TailReader(Buffer.concat(tail)).unpack(JSON.parse(text));
}
const bytes = (...values: number[]) => new Uint8Array(values);

describe("data over the border", () => {
  test("comes across as it was, bytes among it in their places", () => {
    const value = { a: [1, "two", null, true, bytes(1, 2)], b: { c: bytes(), d: bytes(255, 0), ü: " \u2028" } };
    expect(crossed(value)).toEqual({
      a: [1, "two", null, true, bytes(1, 2)],
      b: { c: bytes(), d: bytes(255, 0), ü: " \u2028" },
    });
  });

  test("cannot pretend to be bytes: an object that looks like their place stays one", () => {
    const value = { first: { $bytes: 2 }, second: { $plain: { $bytes: 1 } }, third: bytes(7, 8), fourth: { $text: 1 } };
    expect(crossed(value)).toEqual(value);
  });

  test("a long text goes beside the JSON, and is the same text", () => {
    const value = { text: "ü".repeat(5_000), more: ["\ufeffB\u2028".repeat(2_000), bytes(1)], short: "a" };
    expect(JSON.stringify(packData(value, [])).length).toBeLessThan(100);
    expect(crossed(value)).toEqual(value);
  });

  test("half of a pair of surrogates in a long text stays as it is", () => {
    const value = { text: `${"a".repeat(5_000)}\ud83d` };
    expect(crossed(value)).toEqual(value);
  });

  test("bytes that are no text are not read as one", () => {
    expect(() => new TailReader(bytes(0xc3)).unpack({ $text: 1 })).toThrow(TypeError);
  });

  test("what is sent is not changed by it", () => {
    const value = { body: bytes(1), list: [undefined, { $bytes: 3 }], made: new Date(0) };
    const before = structuredClone(value);
    packData(value, []);
    expect(value).toEqual(before);
  });

  test("changes no prototype by the name of a member", () => {
    const value: unknown = JSON.parse('{"__proto__":{"isAdmin":true},"a":1}');
    const made = crossed(value) as Record<string, unknown>;
    expect(made["isAdmin"]).toBeUndefined();
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.keys(made)).toEqual(["__proto__", "a"]);
  });

  test("a member called __proto__ that has bytes in it stays a member", () => {
    const value: unknown = Object.defineProperty({ a: bytes(1) }, "__proto__", { value: [bytes(2)], enumerable: true });
    const made = crossed(value);
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.entries(made as object)).toEqual([
      ["a", bytes(1)],
      ["__proto__", [bytes(2)]],
    ]);
  });

  test("leaves out what is undefined, as a structured copy of optional members", () => {
    expect(crossed({ a: undefined, b: 1 })).toEqual({ b: 1 });
  });

  test.each([
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a BigInt", 1n],
  ])("is not %s", (_name, value) => {
    expect(() => crossed({ value })).toThrow(NotDataError);
  });

  test("is no cycle", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(() => crossed(cycle)).toThrow(NotDataError);
  });

  test.each([[5], [-1], [1.5], ["1"], [null]])(
    "has no bytes outside of its frame: a place of %s is refused",
    (length) => {
      expect(() => new TailReader(bytes(1, 2, 3)).unpack({ $bytes: length })).toThrow(RangeError);
    },
  );
});
