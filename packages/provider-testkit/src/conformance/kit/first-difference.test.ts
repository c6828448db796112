import { expect, test } from "vitest";
import { firstDifference } from "./first-difference.js";

test("equal data has none, whichever kind of array holds the bytes", () => {
  expect(firstDifference([{ a: Buffer.from("x") }], [{ a: new Uint8Array([120]) }])).toBeUndefined();
});

test.each([
  [{ a: [1, 2] }, { a: [1, 3] }, "it.a.1 is 2, not 3"],
  [{ a: 1, b: 2 }, { a: 1 }, "it.b is 2, not undefined"],
  [{ a: Buffer.from("x") }, { a: Buffer.from("y") }, "it.a: other bytes"],
  [[], {}, "it is [], not {}"],
])("names where %o and %o differ", (found, expected, difference) =>
  expect(firstDifference(found, expected)).toBe(difference),
);
