import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "./median.mjs";
import { percentile } from "./percentile.mjs";

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test("gives the value by nearest rank, whatever the order of the samples", () => {
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile([7], 0.99), 7);
});

test("gives the middle of an even number of values", () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test("gives null where there are no samples", () => {
  assert.equal(percentile([], 0.5), null);
  assert.equal(median([]), null);
});
