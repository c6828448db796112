import { kitRules } from "@plugboard/provider-testkit/conformance";
import { describe, expect, test } from "vitest";
import { sampleManifest } from "../__fixtures__/sample-manifest.js";
import { computeTier } from "./compute-tier.js";
import type { Evidence } from "./evidence.js";
import { tierRules } from "./tier-rules.js";

const INTEGRITY = `sha512-${"A".repeat(86)}==`;

function evidence(changes: Partial<Evidence> = {}, leaveOut: readonly string[] = []): Evidence {
  return {
    formatVersion: 1,
    provider: "post-sms",
    version: "1.2.0",
    integrity: INTEGRITY,
    testkitVersion: "0.1.0",
    ranAt: "2026-11-21T00:00:00Z",
    checks: Object.keys(tierRules)
      .filter((rule) => !leaveOut.includes(rule))
      .map((rule) => ({ check: `${rule}.one`, rule, result: "passed" })),
    departures: [],
    ...changes,
  };
}

const failing = (rule: string): Evidence => {
  const { checks, ...rest } = evidence();
  return { ...rest, checks: [...checks, { check: "two", rule, result: "failed" }] };
};

describe("a level", () => {
  test("is gold when all that the manifest calls for passed", () => {
    expect(computeTier(sampleManifest(), evidence(), INTEGRITY)).toEqual({ tier: "gold", reasons: [] });
  });

  test.each([
    ["close", "none"],
    ["privacy", "bronze"],
    ["forgeries", "silver"],
  ])("ends below a failed check of %s: %s", (rule, tier) => {
    expect(computeTier(sampleManifest(), failing(rule), INTEGRITY).tier).toBe(tier);
  });

  test("is not raised by leaving the checks out", () => {
    const shown = computeTier(sampleManifest(), evidence({}, ["privacy"]), INTEGRITY);
    expect(shown).toEqual({ tier: "bronze", reasons: ["no check of privacy"] });
  });

  test.each<[string, Partial<Evidence>]>([
    ["another tarball", { integrity: `sha512-${"B".repeat(86)}==` }],
    ["another provider", { provider: "other" }],
    ["another version", { version: "1.1.0" }],
    ["rules nobody knows", { checks: [{ check: "x", rule: "made-up", result: "passed" }] }],
  ])("is not shown by evidence of %s", (_name, changes) => {
    expect(computeTier(sampleManifest(), evidence(changes), INTEGRITY).tier).toBe("none");
  });
});

test("the rules and their levels are the kit's", () => {
  const levels = (rules: Readonly<Record<string, { readonly tier: string }>>) =>
    Object.fromEntries(Object.entries(rules).map(([rule, { tier }]) => [rule, tier]));
  expect(levels(tierRules)).toEqual(levels(kitRules));
});
