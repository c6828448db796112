import { describe, expect, test } from "vitest";
import { rows } from "./e-egress.js";

/** A short sample of what `npm run test:faults -- --row E` runs in full. */
describe.each(rows)("$row: $title", (row) => {
  const run = (mutant: boolean) => row.run({ sample: true, mutant, report: () => undefined });

  test("nothing is let in and nothing lost", async (context) => {
    const { tried, lost, letIn, skipped } = await run(false);
    if (skipped !== undefined) context.skip(skipped);
    expect({ lost, letIn, tried: tried > 0 }).toEqual({ lost: 0, letIn: 0, tried: true });
  });

  test("it fails with the check missing", async (context) => {
    const { lost, letIn, skipped } = await run(true);
    if (skipped !== undefined) context.skip(skipped);
    expect(lost + letIn).toBeGreaterThan(0);
  });
});
