import { describe, expect, test } from "vitest";
import { httpConformance } from "../../testing/http-conformance.js";
import { checkProvider } from "../check-provider.js";
import { kitRules } from "../kit/kit-rules.js";
import { badProviders } from "./bad-providers.js";
import { talentedProvider } from "./talented-provider.js";

const TIMEOUT_MS = 120_000;

test("every rule of the kit is broken by a bad provider", () => {
  expect(new Set(badProviders.map(({ breaks }) => breaks))).toEqual(new Set(Object.keys(kitRules)));
});

test(
  "the good provider of rights, calls and pages fails none",
  async () => {
    const good = talentedProvider(httpConformance());
    const { checks, level } = await checkProvider(good.provider, good, { quick: true });
    expect(checks.filter(({ result }) => result === "failed").map(({ check, found }) => [check, found])).toEqual([]);
    expect(level).toBe("gold");
  },
  TIMEOUT_MS,
);

describe("a provider that", () => {
  test.each(badProviders.map((one) => [one.name, one] as const))(
    "%s fails its rule and no other",
    async (_name, { breaks, make }) => {
      const bad = make(httpConformance());
      const { checks, level } = await checkProvider(bad.provider, bad, { quick: true });
      const failed = checks.filter(({ result }) => result === "failed");
      expect({
        rules: [...new Set(failed.map(({ rule }) => rule))],
        failed: failed.map(({ check, found }) => [check, found]),
      }).toEqual({
        rules: [breaks],
        failed: expect.any(Array) as unknown,
      });
      expect(level).not.toBe("gold");
    },
    TIMEOUT_MS,
  );
});
