import { expect, test } from "vitest";
import { type RunOrder, runInChild } from "./run-in-child.js";
import type { RunResult } from "./run-result.js";

function run(index: number, change: Partial<RunOrder> = {}): Promise<RunResult> {
  const file = "../runner/__fixtures__/trial-rows.ts";
  return runInChild({
    file,
    index,
    sample: true,
    mutant: false,
    timeoutMs: 15_000,
    report: () => undefined,
    ...change,
  });
}

test("hands on what the row counted and reported, and nothing it printed", async () => {
  const reports: string[] = [];
  expect(await run(0, { report: (text) => reports.push(text) })).toEqual({
    tried: 5,
    lost: 0,
    duplicated: 0,
    letIn: 0,
  });
  expect(reports).toEqual(["sample"]);
});

test("the mutant's run is another run", async () => {
  expect(await run(0, { mutant: true })).toMatchObject({ lost: 2 });
});

test("a row that kills its process is broken and hurts nobody", async () => {
  expect((await run(1)).broken).toMatch(/^died with SIGKILL/);
});

test("a row that never ends is ended", async () => {
  expect((await run(2, { timeoutMs: 1_500 })).broken).toMatch(/^took longer than 1.5 s/);
});

test("a row that throws is broken, with its stack", async () => {
  expect((await run(3)).broken).toMatch(/^Error: the row threw\n +at /);
});
