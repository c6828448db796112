import { expect, test } from "vitest";
import { LeftInStore } from "./left-in-store.js";

test("gives the lowest first, whatever the order they came in", () => {
  const left = new LeftInStore();
  for (const sequence of [5, 9, 2, 7]) left.add(sequence);
  expect(left.first(3)).toEqual([2, 5, 7]);
  expect(left.size).toBe(4);
});

test("knows what it has", () => {
  const left = new LeftInStore();
  expect(left.has(1)).toBe(false);
  for (const sequence of [5, 9, 2, 7]) left.add(sequence);
  expect([1, 2, 3, 5, 7, 8, 9, 10].filter((sequence) => left.has(sequence))).toEqual([2, 5, 7, 9]);
});

test("keeps what came between a look and the drop that follows", () => {
  const left = new LeftInStore();
  for (const sequence of [5, 9]) left.add(sequence);
  const taken = new Set(left.first(2));
  left.add(3);
  left.drop(taken);
  expect(left.first(9)).toEqual([3]);
});
