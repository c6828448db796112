import { describe, expect, test } from "vitest";
import { facadeMethods } from "../support/f/facade-methods.js";
import { rows } from "./f-tenants.js";

test("every public call of the host is known, private ones are not", () => {
  const names = facadeMethods().map(({ facade, name }) => (facade === undefined ? name : `${facade}.${name}`));
  expect(names).toEqual(expect.arrayContaining(["send", "channels.activate", "credentials.revoke", "audit.list"]));
  expect(names).not.toContain("channels.goOn");
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(70);
});

describe.each(rows)("$row: $title", (row) => {
  test("lets nobody in, and loses no record", async () => {
    const { tried, lost, letIn } = await row.run({ sample: true, mutant: false, report: () => undefined });
    expect({ lost, letIn, tried: tried > 0 }).toEqual({ lost: 0, letIn: 0, tried: true });
  }, 60_000);
});
