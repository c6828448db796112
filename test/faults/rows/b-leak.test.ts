import { expect, test } from "vitest";
import { runInChild } from "../runner/run-in-child.js";

/** In a process of its own, since a test runner's memory is never at rest. */
test("after faulty calls of every kind sockets and memory are back where they began", { timeout: 90_000 }, async () => {
  const told: string[] = [];
  const order = { file: "b-leak.ts", index: 0, sample: true, mutant: false, timeoutMs: 80_000 };
  const { tried, lost, letIn, broken } = await runInChild({ ...order, report: (text) => told.push(text) });
  expect({ lost, letIn, broken, enough: tried > 1_000 }, told.join("\n")).toEqual({
    lost: 0,
    letIn: 0,
    broken: undefined,
    enough: true,
  });
});
