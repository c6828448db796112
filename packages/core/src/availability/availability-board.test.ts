import "reflect-metadata";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EventBus } from "../host/event-bus.js";
import { silentLogger, systemClock } from "../ports/memory/index.js";
import { steadyClock } from "../timing/steady-clock.js";
import { AvailabilityBoard } from "./availability-board.js";
import type { AvailabilityReport } from "./availability-report.js";

let board: AvailabilityBoard;
let told: AvailabilityReport[];
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
  const events = new EventBus(silentLogger);
  board = new AvailabilityBoard(systemClock, steadyClock(systemClock), events);
  told = [];
  events.on("availability-changed", (report) => told.push(report));
});
afterEach(() => {
  board.close();
  vi.useRealTimers();
});

const fail = (times: number, party: "provider" | "network" | "account" | "host" | "recipient" = "provider"): void => {
  for (let index = 0; index < times; index += 1) board.failure("c1", "p", party, "CODE");
};
const succeed = (times: number, latencyMs = 20): void => {
  for (let index = 0; index < times; index += 1) board.success("c1", "p", latencyMs);
};
const statesOf = (scope: "channel" | "provider"): string[] =>
  told.filter((report) => report.scope === scope).map(({ state }) => state);

test("nothing is known of a channel that was not used", () => {
  expect(board.nothingKnown("channel", "c1", "p")).toMatchObject({ state: "unknown", outcomes: 0, certainty: 0 });
  expect(board.report("channel", "c1")).toBeUndefined();
});

test("the first success is no news", () => {
  succeed(1);
  expect([board.report("channel", "c1")?.state, told.length]).toEqual(["operational", 0]);
});

describe.each(["provider", "network", "host"] as const)("three failures by %s", (party) => {
  test("mean down, once, with that party and code", () => {
    succeed(5);
    fail(6, party);
    expect(board.report("channel", "c1")).toMatchObject({ state: "down", party, code: "CODE", certainty: 1 });
    expect(board.report("provider", "p")).toMatchObject({ state: "down", party });
    expect(statesOf("channel").filter((state) => state === "down")).toHaveLength(1);
  });
});

test("two failures are not down yet", () => {
  succeed(20);
  fail(2);
  expect(board.report("channel", "c1")?.state).not.toBe("down");
});

test("one account's credentials make its channel down, not the provider that others use too", () => {
  board.success("c2", "p", 20);
  fail(5, "account");
  expect(board.report("channel", "c1")).toMatchObject({ state: "down", party: "account" });
  expect(board.report("provider", "p")?.state).toBe("operational");
});

test("what the recipient refuses is no fault of the channel, and no measure of its speed", () => {
  succeed(1, 3_000);
  fail(5, "recipient");
  expect(board.report("channel", "c1")).toMatchObject({ state: "operational", failures: 0, meanLatencyMs: 3_000 });
});

test("comes back with the successes, and says so once", () => {
  fail(3);
  vi.advanceTimersByTime(5_000);
  succeed(10);
  expect(board.report("channel", "c1")).toMatchObject({ state: "operational", party: undefined });
  expect(statesOf("channel").filter((state) => state === "operational")).toHaveLength(1);
});

describe("one event down, one up", () => {
  /** One message every 100 ms; `.` arrives, `x` does not. */
  const play = (pattern: string, times = 1): void => {
    for (const outcome of pattern.repeat(times)) {
      if (outcome === "x") fail(1);
      else succeed(1);
      vi.advanceTimersByTime(100);
    }
  };

  test.each([
    ["every third message fails", 20, "..x", 200, "degraded"],
    ["every second message fails", 0, ".x", 300, "down"],
    ["a few still arrive in the middle of it", 20, "xxxxx.xxxxx..xxxxxxx", 20, "down"],
    ["some fail in a row by chance, among many that do not", 40, "xxx.................", 30, "degraded"],
  ])("while %s", (_what, before, pattern, times, state) => {
    play(".", before);
    play(pattern, times);
    expect(statesOf("channel")).toEqual([state]);
    play(".", 100);
    expect(statesOf("channel")).toEqual([state, "operational"]);
    expect(statesOf("provider")).toEqual([state, "operational"]);
  });

  test("a message that arrives after the last failure does not end it, nor does one failure after the end begin it again", () => {
    play(".", 300);
    play("x", 30);
    play(".xx.xxx");
    expect(statesOf("channel")).toEqual(["down"]);
    play(".", 60);
    play("x");
    play(".", 10);
    expect(statesOf("channel")).toEqual(["down", "operational"]);
  });

  test("a single failure among few messages is no event", () => {
    play(".x.x");
    expect(told).toEqual([]);
  });
});

test("where nothing got through the first failure is news: a mailbox tries again only every half minute", () => {
  fail(1);
  expect(board.report("channel", "c1")).toMatchObject({ state: "degraded" });
  expect(statesOf("channel")).toEqual(["degraded"]);
});

describe("a connection that stands again", () => {
  test("ends what it was down for, soon and once: a mailbox connects once, not twice", () => {
    fail(3, "network");
    vi.advanceTimersByTime(2_000);
    board.recovered("c1", "p");
    expect(board.report("channel", "c1")?.state).toBe("down");
    vi.advanceTimersByTime(10_000);
    expect(board.report("channel", "c1")).toMatchObject({ state: "operational", party: undefined });
    expect(statesOf("channel")).toEqual(["degraded", "down", "operational"]);
  });

  test("and falls again is down as before", () => {
    fail(3, "network");
    vi.advanceTimersByTime(2_000);
    board.recovered("c1", "p");
    fail(1, "network");
    vi.advanceTimersByTime(10_000);
    expect(statesOf("channel")).toEqual(["degraded", "down"]);
  });

  test("of one channel says nothing of what others met at the same provider", () => {
    for (let index = 0; index < 3; index += 1) board.failure("c2", "p", "provider", "CODE");
    vi.advanceTimersByTime(6_000);
    board.recovered("c1", "p");
    expect(board.report("provider", "p")?.state).toBe("down");
  });
});

test("a fault that ended is forgotten within 60 s, by itself", () => {
  fail(3);
  vi.advanceTimersByTime(60_000);
  expect(board.report("channel", "c1")?.state).toBe("unknown");
  vi.advanceTimersByTime(5_000);
  expect(statesOf("channel").at(-1)).toBe("unknown");
  expect(vi.getTimerCount()).toBe(0);
});

test("a fault that ended is forgotten within 60 s by whatever the wall clock says, and none is because of it", () => {
  fail(3);
  vi.setSystemTime(Date.now() + 600_000);
  expect(board.report("channel", "c1")?.state).toBe("down");
  vi.setSystemTime(Date.now() - 172_800_000);
  vi.advanceTimersByTime(66_000);
  expect(board.report("channel", "c1")?.state).toBe("unknown");
});

test("blames who fails now, not who failed for an hour before", () => {
  for (let minute = 0; minute < 60; minute += 1) {
    fail(50);
    vi.advanceTimersByTime(60_000);
  }
  vi.advanceTimersByTime(10_000);
  fail(3, "network");
  expect(board.report("channel", "c1")).toMatchObject({ state: "down", party: "network", certainty: 1 });
});

test("a provider that becomes slow is degraded, and that is told", () => {
  succeed(5, 100);
  vi.advanceTimersByTime(10_000);
  succeed(5, 9_000);
  expect(board.report("channel", "c1")).toMatchObject({ state: "degraded", party: "provider" });
  expect(statesOf("channel")).toEqual(["degraded"]);
});

test("a channel that ended is forgotten, its provider is not", () => {
  fail(3);
  board.forgetChannel("c1");
  expect(board.report("channel", "c1")).toBeUndefined();
  expect(board.reports().map(({ scope }) => scope)).toEqual(["provider"]);
});
