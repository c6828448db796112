import assert from "node:assert/strict";
import { test } from "node:test";
import { createResults } from "./create-results.mjs";

test("takes a ratio within each round and reports the median of those", () => {
  const results = createResults();
  // The machine is twice as slow in the last round; the ratio is 2 in all of them.
  for (const [round, slowness] of [1, 1, 2].entries()) {
    results.add("http", "ours", round, { result: { rate: 200 / slowness } });
    results.add("http", "theirs", round, { result: { rate: 100 / slowness } });
  }
  assert.equal(results.ratio("http", "rate", "ours", "theirs"), 2);
  assert.equal(results.metric("http", "ours", "rate"), 200);
});

test("leaves out rounds in which one side failed, and says why", () => {
  const results = createResults();
  results.add("http", "ours", 0, { result: { rate: 10 } });
  results.add("http", "theirs", 0, { failed: "not installed" });
  assert.equal(results.ratio("http", "rate", "ours", "theirs"), null);
  assert.equal(results.reason("http", "theirs"), "not installed");
});
