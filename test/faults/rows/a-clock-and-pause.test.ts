import { describe, expect, test } from "vitest";
import { row as clockJumps } from "./a7-clock-jumps.js";
import { row as pausedHost } from "./a8-paused-host.js";

describe.each([clockJumps, pausedHost])("$row $provider: $title", (row) => {
  test("nothing is let in, lost or sent twice", async () => {
    const { tried, lost, duplicated, letIn } = await row.run({ sample: true, mutant: false, report: () => undefined });
    expect({ lost, duplicated, letIn, tried: tried > 0 }).toEqual({ lost: 0, duplicated: 0, letIn: 0, tried: true });
  }, 120_000);

  test("it fails with the guard missing", async () => {
    const { lost, duplicated, letIn } = await row.run({ sample: true, mutant: true, report: () => undefined });
    expect(lost + duplicated + letIn).toBeGreaterThan(0);
  }, 120_000);
});
