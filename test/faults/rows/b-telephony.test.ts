import { describe, expect, test } from "vitest";
import { rows } from "./b-telephony.js";

/** The rows that measure no time: those need a machine to themselves. */
const counting = rows.filter(({ row }) => ["B1", "B2", "B4"].includes(row));

/** A short sample of what `npm run test:faults -- --row B` runs in full. */
describe.each(counting)("$row $provider: $title", (row) => {
  const run = (mutant: boolean) => row.run({ sample: true, mutant, report: () => undefined });

  test("nothing is lost, sent twice or let in", async () => {
    const { tried, lost, duplicated, letIn } = await run(false);
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  });

  test("it fails with the rule broken", async () => {
    const { lost, duplicated, letIn } = await run(true);
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  });
});
