import type { ProviderV1 } from "@plugboard/core/spec";
import type { ConformanceResult } from "./kit/check-result.js";
import { CheckRun } from "./kit/check-run.js";
import type { KitRule } from "./kit/kit-rules.js";
import type { ProviderFixtures } from "./provider-fixtures.js";

export interface CheckProviderOptions {
  /** Only checks of these rules; all when absent. A level says something only for all. */
  readonly rules?: readonly KitRule[];
  /** Leaves out the faults that take a deadline's time or move megabytes: for tests of the kit itself. */
  readonly quick?: boolean;
}

/**
 * Runs the conformance kit on a provider, without a test framework. One run at a time in a process: what it connects to and says on the console
 * is watched meanwhile.
 * @throws {CheckFailure} the fixtures skip a check without a reason, or one that does not exist.
 */
export async function checkProvider(
  provider: ProviderV1,
  fixtures: ProviderFixtures,
  { rules, quick = false }: CheckProviderOptions = {},
): Promise<ConformanceResult> {
  const run = new CheckRun(provider, fixtures, { quick });
  run.begin();
  try {
    for (const check of run.checks) if (rules === undefined || rules.includes(check.rule)) await run.run(check);
  } finally {
    run.end();
  }
  return run.end();
}
