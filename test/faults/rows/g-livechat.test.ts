import { describe, expect, test } from "vitest";
import { rows as chatRows } from "./c-livechat.js";
import { rows } from "./g-livechat.js";

/** Those that take seconds as a sample; the others run with `npm run test:faults -- --row C`. */
const short = [...rows, ...chatRows.filter(({ row }) => row === "C3")];

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
