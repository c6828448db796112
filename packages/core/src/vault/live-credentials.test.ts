import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveCredentials } from "./live-credentials.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const opened = { accountId: "acme", live: { current: { key: "k" } }, untilMs: Infinity };

test("lets go after a minute, also when nobody asks again and the wall clock stands", () => {
  const credentials = new LiveCredentials();
  credentials.set("a", opened, 0);
  vi.advanceTimersByTime(59_000);
  expect(credentials.get("a", 0)).toBe(opened.live);
  vi.advanceTimersByTime(3_000);
  expect(credentials.get("a", 0)).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test("lets go when the set before the current one ends", () => {
  const credentials = new LiveCredentials();
  credentials.set("a", { ...opened, untilMs: 10_000 }, 0);
  expect([credentials.get("a", 9_999), credentials.get("a", 10_000)]).toEqual([opened.live, undefined]);
});

test("what is set anew lives as long as it would have alone", () => {
  const credentials = new LiveCredentials();
  credentials.set("a", opened, 0);
  vi.advanceTimersByTime(30_000);
  credentials.set("a", opened, 0);
  vi.advanceTimersByTime(35_000);
  expect(credentials.get("a", 0)).toBe(opened.live);
});

test("forgets one, or all of an account, at once, and keeps nothing that was read before", () => {
  const credentials = new LiveCredentials();
  for (const id of ["a", "b"]) credentials.set(id, opened, 0);
  credentials.set("c", { ...opened, accountId: "other" }, 0);
  credentials.forget("a");
  credentials.set("a", opened, 0);
  expect([credentials.get("a", 0), credentials.get("b", 0)]).toEqual([undefined, opened.live]);
  credentials.forgetAccount("acme");
  expect([credentials.get("b", 0), credentials.get("c", 0)]).toEqual([undefined, opened.live]);
});
