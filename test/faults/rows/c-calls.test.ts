import { describe, expect, test } from "vitest";
import { rows } from "./c-calls.js";

/** A short sample of what `npm run test:faults -- --row C` runs in full. */
describe.each(rows)("$row $provider: $title", (row) => {
  const run = (mutant: boolean) => row.run({ sample: true, mutant, report: () => undefined });

  test("nothing is lost, done twice or let in", async () => {
    const { tried, lost, duplicated, letIn } = await run(false);
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  }, 60_000);

  test("it fails with the rule broken", async () => {
    const { lost, duplicated, letIn } = await run(true);
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  }, 60_000);
});
