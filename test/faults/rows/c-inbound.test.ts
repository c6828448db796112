import { describe, expect, test } from "vitest";
import { rows } from "./c-inbound.js";

/** The rows that take seconds as a sample; the others run with `npm run test:faults -- --row C`. */
const SHORT = new Set(["C3", "C4"]);

describe.each(rows.filter(({ row }) => SHORT.has(row)))("$row $provider: $title", (row) => {
  test("nothing is let in, lost or acted on twice", async () => {
    const { tried, lost, duplicated, letIn } = await row.run({ sample: true, mutant: false, report: () => undefined });
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  }, 60_000);

  test("it fails with the check missing", async () => {
    const { lost, duplicated, letIn } = await row.run({ sample: true, mutant: true, report: () => undefined });
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  }, 60_000);
});
