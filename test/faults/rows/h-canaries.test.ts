import { describe, expect, test } from "vitest";
import { rows } from "./h-canaries.js";

/** One provider for each protocol, and what comes in; `npm run test:faults -- --row H` runs every provider and every case. */
const sampled = rows.filter(({ provider }) => ["http", "smtp", "all schemes"].includes(provider));

describe.each(sampled)("$row $provider: $title", (row) => {
  const run = (mutant: boolean) => row.run({ sample: true, mutant, report: () => undefined });

  test("nothing is found", async () => {
    const { tried, letIn } = await run(false);
    expect({ letIn, tried: tried > 100 }).toEqual({ letIn: 0, tried: true });
  });

  test("a plugin that talks is found out", async () => {
    expect((await run(true)).letIn).toBeGreaterThan(0);
  });
});
