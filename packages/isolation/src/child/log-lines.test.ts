import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LogLine, LogLines } from "./log-lines.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const written = (perSecond: number) => {
  const told: LogLine[] = [];
  const lines = new LogLines((line) => void told.push(line), perSecond);
  const write = (channel: number, count: number) => {
    for (let line = 0; line < count; line += 1) lines.write({ channel, level: "info", message: "a line" });
  };
  return { told, write };
};

test("lines beyond the rate are dropped, and each channel is told how many of its own", () => {
  const { told, write } = written(3);
  write(1, 10);
  write(2, 5);
  expect(told).toHaveLength(3);
  vi.advanceTimersByTime(1_000);
  expect(told.slice(3).map(({ channel, level, fields }) => [channel, level, fields])).toEqual([
    [1, "warn", { lines: 7 }],
    [2, "warn", { lines: 5 }],
  ]);
});

test("the next second has lines again, and nothing is told of a second that dropped none", () => {
  const { told, write } = written(3);
  write(1, 4);
  vi.advanceTimersByTime(1_000);
  write(1, 3);
  vi.advanceTimersByTime(5_000);
  expect(told.map(({ level }) => level)).toEqual(["info", "info", "info", "warn", "info", "info", "info"]);
});
