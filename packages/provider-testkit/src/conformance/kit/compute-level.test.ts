import { expect, test } from "vitest";
import { httpConformance } from "../../testing/http-conformance.js";
import type { CheckResult } from "./check-result.js";
import { computeLevel } from "./compute-level.js";
import type { KitRule } from "./kit-rules.js";

const { webhooks } = httpConformance().provider.manifest;

const of = (rule: KitRule, result: CheckResult["result"] = "passed"): CheckResult => ({
  check: `${rule}.x`,
  rule,
  title: "",
  result,
  durationMs: 0,
});

test("everything passed is gold", () => {
  expect(computeLevel([of("close"), of("probe"), of("forgeries")], webhooks)).toEqual({
    level: "gold",
    levelReasons: [],
  });
});

test.each([
  ["close", "none"],
  ["probe", "bronze"],
  ["forgeries", "silver"],
] as const)("a failed or skipped check of %s ends at %s", (rule, level) => {
  const others = (["close", "probe", "forgeries"] as const).filter((one) => one !== rule).map((one) => of(one));
  for (const result of ["failed", "skipped"] as const)
    expect(computeLevel([...others, of(rule, result)], webhooks)).toEqual({
      level,
      levelReasons: [`${rule}.x ${result}`],
    });
});

test("a signature that does not cover the body ends at silver", () => {
  const weak = webhooks && { ...webhooks, strength: "weak" as const };
  expect(computeLevel([of("close"), of("probe"), of("forgeries")], weak).level).toBe("silver");
});
