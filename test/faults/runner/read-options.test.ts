import { describe, expect, test } from "vitest";
import { isWanted, readOptions } from "./read-options.js";

describe("--row", () => {
  test.each([
    ["A1", "A1", true],
    ["A1", "A10", false],
    ["A10", "A1", false],
    ["A10", "A", true],
    ["B1", "A", false],
    ["AB1", "A", false],
    ["B3", undefined, true],
  ])("row %s, wanted %s: %s", (row, wanted, expected) => {
    expect(isWanted(row, wanted)).toBe(expected);
  });
});

test("an unknown option is refused", () => {
  expect(() => readOptions(["--rows", "A"])).toThrow();
});

test("mutants run unless they are left out", () => {
  expect([readOptions([]).mutants, readOptions(["--no-mutants"]).mutants]).toEqual([true, false]);
});
