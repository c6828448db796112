import { expect, test } from "vitest";
import { sweep } from "./sweep.js";

test("every place up to the last is tried, each once", async () => {
  const seen: number[] = [];
  await sweep(1, (count) => Promise.resolve(seen.push(count) > 0 && count >= 7));
  expect(seen.slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(seen).size).toBe(seen.length);
});

test("it goes from place to place as it is told", async () => {
  const seen: number[] = [];
  await sweep(
    45,
    (count) => Promise.resolve(seen.push(count) > 0 && count >= 75),
    (count) => count + 15,
  );
  expect(seen.slice(0, 3)).toEqual([45, 60, 75]);
});

test("a trial that fails ends it", async () => {
  await expect(sweep(1, () => Promise.reject(new Error("no start")))).rejects.toThrow("no start");
});
