import type { ProviderV1 } from "@plugboard/core/spec";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckRun } from "./kit/check-run.js";
import type { ProviderFixtures } from "./provider-fixtures.js";

const TIMEOUT_MS = 60_000;

/**
 * Defines the conformance kit's checks as tests, one each, in order. Call it at the top level of a vitest file. A check that the fixtures skip is a
 * skipped test with the reason in its name.
 */
export function describeProvider(provider: ProviderV1, fixtures: ProviderFixtures): void {
  const run = new CheckRun(provider, fixtures);
  describe(`conformance of ${provider.manifest.id}`, () => {
    beforeAll(() => run.begin());
    afterAll(() => void run.end());
    for (const check of run.checks) {
      const reason = run.reasonToSkip(check);
      if (reason !== undefined) test.skip(`${check.id}: ${check.title} — skipped: ${reason}`, () => undefined);
      else
        test(
          `${check.id}: ${check.title}`,
          async () => {
            const { found } = await run.run(check);
            expect(found).toBeUndefined();
          },
          TIMEOUT_MS,
        );
    }
  });
}
