import assert from "node:assert/strict";
import { test } from "node:test";
import { createResults } from "./create-results.mjs";
import { judgeBars } from "./judge-bars.mjs";

const bar = (/** @type {"higher" | "lower"} */ better, /** @type {number | null} */ value) =>
  judgeBars(
    [{ bar: "P0", what: "", must: 2, goal: better === "higher" ? 3 : 1, better, value: () => value }],
    createResults(),
  )[0].met;

test("tells goal, must and neither apart, whichever way is better", () => {
  assert.deepEqual(
    [3, 2.5, 1].map((value) => bar("higher", value)),
    ["goal", "must", "no"],
  );
  assert.deepEqual(
    [1, 1.5, 3].map((value) => bar("lower", value)),
    ["goal", "must", "no"],
  );
});

test("says nothing about a bar that was not measured", () => {
  assert.equal(bar("lower", null), null);
});
