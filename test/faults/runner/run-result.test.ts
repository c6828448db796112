import { expect, test } from "vitest";
import { brokenRun, isClean } from "./run-result.js";

const clean = { tried: 10, lost: 0, duplicated: 0, letIn: 0 };

test.each([{ lost: 1 }, { duplicated: 1 }, { letIn: 1 }, { tried: 0 }])("a run with %j is not clean", (change) => {
  expect(isClean({ ...clean, ...change })).toBe(false);
});

test("a run that broke is not clean, whatever it counted", () => {
  expect(isClean({ ...clean, broken: "died" })).toBe(false);
  expect(isClean(brokenRun("died"))).toBe(false);
});

test("a clean run is clean, and a skipped one with its reason is no failure", () => {
  expect([isClean(clean), isClean({ ...clean, tried: 0, skipped: "no strace" })]).toEqual([true, true]);
});
