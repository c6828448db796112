import { expect, test } from "vitest";
import { isPlainData } from "./is-plain-data.js";

test.each([[undefined], [1], ["a"], [null], [[{ a: 1 }]], [Buffer.from("a")], [new Uint8Array(2)], [new Date(0)]])(
  "%o is data",
  (value) => expect(isPlainData(value)).toBe(true),
);

test.each([
  ["a function", { run: () => 1 }],
  ["an object of a class", { at: new URL("https://example.org") }],
  ["a promise", { later: Promise.resolve(1) }],
  ["an object with a prototype of its own", Object.create({ a: 1 }) as object],
])("%s is not", (_name, value) => expect(isPlainData(value)).toBe(false));

test("a structure that holds itself is data", () => {
  const round: Record<string, unknown> = {};
  round["self"] = round;
  expect(isPlainData(round)).toBe(true);
});
