import { expect, test } from "vitest";
import { rows } from "./h-erasure.js";

const [erase] = rows;
const run = (mutant: boolean) => erase?.run({ sample: true, mutant, report: () => undefined });

test(
  "after an erasure no byte of the person is in any file, and nothing of others is missing",
  { timeout: 240_000 },
  async () => {
    expect(await run(false)).toEqual({ tried: 21, lost: 0, duplicated: 0, letIn: 0 });
  },
);

test("a store that leaves what it deleted would be noticed", { timeout: 240_000 }, async () => {
  expect((await run(true))?.letIn).toBeGreaterThan(0);
});
