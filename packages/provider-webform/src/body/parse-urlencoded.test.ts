import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUrlencoded } from "./parse-urlencoded.js";

/** As a browser posts it: half a character becomes the one for that. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

test("reads what browsers write, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })), { maxLength: 20 }),
      (pairs) => {
        const sent = pairs.map(([name, value]): [string, string] => [wellFormed(name), wellFormed(value)]);
        const parsed = parseUrlencoded(Buffer.from(new URLSearchParams(sent).toString()));
        const expected = new Map<string, string[]>();
        for (const [name, value] of sent) expected.set(name, [...(expected.get(name) ?? []), value]);
        expect(parsed).toEqual(expected);
      },
    ),
  );
});

test.each(["a=%", "a=%zz", "a=%ff", "%c0%80=1", "a=1&".repeat(501), `a=${"x".repeat(1_048_575)}`])(
  "%.20j is refused instead of repaired",
  (text) => {
    expect(parseUrlencoded(Buffer.from(text))).toBeUndefined();
  },
);

test("bytes that are no UTF-8 are refused", () => {
  expect(parseUrlencoded(Buffer.from([0x61, 0x3d, 0xff]))).toBeUndefined();
});

test("no name reaches a prototype", () => {
  const parsed = parseUrlencoded(Buffer.from("__proto__=1&constructor=2"));
  expect([parsed?.get("__proto__"), ({} as Record<string, unknown>)["1"]]).toEqual([["1"], undefined]);
});
