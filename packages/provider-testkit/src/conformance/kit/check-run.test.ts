import { expect, test } from "vitest";
import { httpConformance } from "../../testing/http-conformance.js";
import { CheckRun } from "./check-run.js";
import { CheckFailure } from "./check-failure.js";

const good = httpConformance();

function runSkipping(check: string, reason: string): CheckRun {
  return new CheckRun(good.provider, { ...good, skip: [{ check, reason }] });
}

test("a skipped check is reported with the fixtures' reason, and the level counts it as not shown", async () => {
  const reason = "the provider publishes no seller, which its authority allows";
  const run = runSkipping("manifest.seller", reason);
  const [check] = run.checks.filter(({ id }) => id === "manifest.seller");
  expect(check && (await run.run(check))).toMatchObject({ result: "skipped", reason });
  expect(run.end()).toMatchObject({ level: "none", skipped: 1 });
});

test("a reason that says nothing is refused", () => {
  expect(() => runSkipping("manifest.seller", "later")).toThrow(CheckFailure);
});

test("a skip that names no check is refused", () => {
  expect(() => runSkipping("manifest.sellers", "a reason that is long enough")).toThrow("no check is called so");
});

test("a star at its end skips all checks that begin so", () => {
  const run = runSkipping("outcomes.tls-*", "this provider's side speaks no TLS in tests");
  const skipped = run.checks.filter((check) => run.reasonToSkip(check) !== undefined).map(({ id }) => id);
  expect(skipped.length).toBeGreaterThan(3);
  expect(skipped.every((id) => id.startsWith("outcomes.tls-"))).toBe(true);
});

test("every check has an id of its own, and there are at least 45 faults and 16 forgeries", () => {
  const ids = new CheckRun(good.provider, good).checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.startsWith("outcomes.")).length).toBeGreaterThanOrEqual(45);
  const forgeries = new Set(ids.map((id) => /^forgery\.(\d+)-/.exec(id)?.[1]).filter((number) => number !== undefined));
  expect([...forgeries].map(Number).sort((one, other) => one - other)).toEqual(
    Array.from({ length: 16 }, (_, index) => index + 1),
  );
});
