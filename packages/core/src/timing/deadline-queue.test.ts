import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Deadline } from "./deadline.js";
import { DeadlineQueue } from "./deadline-queue.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

class Recorded extends Deadline {
  readonly expiredAt: number[] = [];
  onExpire: () => void = () => undefined;
  override expire(): void {
    this.expiredAt.push(Math.round(performance.now()));
    this.onExpire();
  }
}

test("ends each entry when its time is up, within 10 % and never early", () => {
  const queue = new DeadlineQueue();
  const start = performance.now();
  const entries = [100, 250, 1_000, 30_000].map((durationMs) => ({ durationMs, entry: new Recorded() }));
  for (const { durationMs, entry } of entries) queue.enter(entry, durationMs);
  vi.advanceTimersByTime(40_000);
  for (const { durationMs, entry } of entries) {
    const [at = 0] = entry.expiredAt;
    expect(entry.expiredAt).toHaveLength(1);
    expect(at - start).toBeGreaterThanOrEqual(durationMs);
    expect(at - start).toBeLessThanOrEqual(durationMs * 1.1);
  }
});

test("holds entries of one duration with one timer, in the order they came", () => {
  const queue = new DeadlineQueue();
  const order: number[] = [];
  const entries = Array.from({ length: 1_000 }, (_, index) => {
    const entry = new Recorded();
    entry.onExpire = () => order.push(index);
    return entry;
  });
  for (const [index, entry] of entries.entries()) {
    queue.enter(entry, 500);
    if (index % 100 === 99) vi.advanceTimersByTime(10);
  }
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(600);
  expect(order).toEqual(entries.map((_, index) => index));
});

test("does not end an entry that left, wherever it stood", () => {
  const queue = new DeadlineQueue();
  const [first, middle, last, stays] = [new Recorded(), new Recorded(), new Recorded(), new Recorded()];
  for (const entry of [first, middle, stays, last]) queue.enter(entry, 100);
  for (const entry of [middle, first, last, last]) queue.leave(entry);
  vi.advanceTimersByTime(200);
  expect([first, middle, last, stays].map((entry) => entry.expiredAt.length)).toEqual([0, 0, 0, 1]);
});

test("sets no timer while nobody waits", () => {
  const queue = new DeadlineQueue();
  const entry = new Recorded();
  queue.enter(entry, 100);
  queue.leave(entry);
  vi.advanceTimersByTime(150);
  expect(vi.getTimerCount()).toBe(0);
});

test("an entry made while another ends is ended too, by one timer", () => {
  const queue = new DeadlineQueue();
  const [first, second] = [new Recorded(), new Recorded()];
  first.onExpire = () => queue.enter(second, 100);
  queue.enter(first, 100);
  vi.advanceTimersByTime(120);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(120);
  expect(second.expiredAt).toHaveLength(1);
});

test("callers who pass the time left share lists, and are late by no more than 2 %", () => {
  const queue = new DeadlineQueue();
  const start = performance.now();
  const entries = Array.from({ length: 5_000 }, (_, index) => ({ durationMs: 20_000 + index, entry: new Recorded() }));
  for (const { durationMs, entry } of entries) queue.enter(entry, durationMs);
  expect(vi.getTimerCount()).toBeLessThan(128);
  vi.advanceTimersByTime(30_000);
  const late = entries.map(({ durationMs, entry }) => ((entry.expiredAt[0] ?? Infinity) - start) / durationMs);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...late)).toBeLessThanOrEqual(1.02);
});

test("forgets everybody when it is cleared", () => {
  const queue = new DeadlineQueue();
  const entry = new Recorded();
  queue.enter(entry, 100);
  queue.clear();
  vi.advanceTimersByTime(200);
  expect(entry.expiredAt).toEqual([]);
});
