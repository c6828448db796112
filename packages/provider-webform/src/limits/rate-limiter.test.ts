import { expect, test } from "vitest";
import { RateLimiter } from "./rate-limiter.js";

const rate = { count: 1, perSeconds: 10 };

test("when there is no room left it says no to newcomers, until windows end", () => {
  const limiter = new RateLimiter(3);
  expect(["a", "b", "c", "d"].map((name) => limiter.take("visitor", name, rate, 0) > 0)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(limiter.take("visitor", "d", rate, 10_000)).toBe(0);
});

test("counts kinds apart, and forgets on request", () => {
  const limiter = new RateLimiter();
  expect([limiter.take("visitor", "a", rate, 0), limiter.take("mailbox", "a", rate, 0)]).toEqual([0, 0]);
  expect(limiter.take("mailbox", "a", rate, 1)).toBe(9_999);
  expect([limiter.forget("mailbox", "a"), limiter.take("mailbox", "a", rate, 1)]).toEqual([true, 0]);
});
