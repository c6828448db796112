import { describe, expect, test } from "vitest";
import { rows } from "./i-supply-chain.js";

describe.each(rows)("$row $provider: $title", (row) => {
  test("nothing is let in, and the true package is not refused", async () => {
    const { tried, lost, duplicated, letIn } = await row.run({ sample: true, mutant: false, report: () => undefined });
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  }, 60_000);

  test("it fails without the check", async () => {
    const { lost, duplicated, letIn } = await row.run({ sample: true, mutant: true, report: () => undefined });
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  }, 60_000);
});
