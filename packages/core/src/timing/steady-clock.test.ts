import { expect, test } from "vitest";
import { steadyClock } from "./steady-clock.js";

function clockOf() {
  const time = { wallMs: 1_000_000, steadyMs: 500.4 };
  return { time, clock: { now: () => time.wallMs, steadyMs: () => time.steadyMs } };
}

test("begins with the wall clock and keeps its own pace when that jumps, either way", () => {
  const { time, clock } = clockOf();
  const steady = steadyClock(clock);
  expect(steady.now()).toBe(1_000_000);
  time.wallMs -= 172_800_000;
  time.steadyMs += 250;
  expect(steady.now()).toBe(1_000_250);
  time.wallMs += 600_000_000;
  time.steadyMs += 250;
  expect(steady.now()).toBe(1_000_500);
});

test("gives whole milliseconds: they are written to the store", () => {
  const { time, clock } = clockOf();
  const steady = steadyClock(clock);
  time.steadyMs += 0.75;
  expect(Number.isInteger(steady.now())).toBe(true);
});

test("is the clock itself where that has no other time", () => {
  let wallMs = 5;
  const steady = steadyClock({ now: () => wallMs });
  wallMs = 3;
  expect(steady.now()).toBe(3);
});
