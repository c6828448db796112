import { describe, expect, test } from "vitest";
import { rows as formRows } from "./c-webform.js";
import { rows } from "./g-webform.js";

/** Those that take seconds as a sample; all of them run with `npm run test:faults -- --row G` and `--row C`. */
const short = [...rows.filter(({ row }) => row !== "G2"), ...formRows.filter(({ row }) => row !== "C6")];

describe.each(short)("$row $provider: $title", (row) => {
  test("nothing is let in, lost or shown twice", async (context) => {
    const { tried, lost, duplicated, letIn, skipped } = await row.run({
      sample: true,
      mutant: false,
      report: () => undefined,
    });
    if (skipped !== undefined) context.skip(skipped);
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  }, 120_000);

  test("it fails with the check missing", async (context) => {
    const { lost, duplicated, letIn, skipped } = await row.run({ sample: true, mutant: true, report: () => undefined });
    if (skipped !== undefined) context.skip(skipped);
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  }, 120_000);
});
