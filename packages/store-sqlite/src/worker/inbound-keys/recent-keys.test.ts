import { expect, test } from "vitest";
import { RecentKeys } from "./recent-keys.js";

/** Spread over all ranges. */
const hashOf = (sequence: number): number => (sequence * 2_654_435_761 * 1_013) % 2 ** 48;

test("holds no more keys than arrive in a round, and moves the mark past what it handed out", () => {
  const cycle = 2_048;
  const recent = new RecentKeys(0, cycle);
  const inMind = new Set<number>();
  let [mark, mostInMind, furthestBack] = [0, 0, 0];
  for (let sequence = 1; sequence <= 5 * cycle; sequence += 1) {
    if (recent.add(hashOf(sequence), sequence)) inMind.add(sequence);
    const due = recent.takeDue();
    for (const [, taken] of due.keys) inMind.delete(taken);
    if (due.mark !== undefined) mark = due.mark;
    recent.keep();
    mostInMind = Math.max(mostInMind, inMind.size);
    furthestBack = Math.max(furthestBack, sequence - mark);
  }
  expect(mostInMind).toBeGreaterThan(cycle / 4);
  expect(mostInMind).toBeLessThanOrEqual(cycle);
  expect(furthestBack).toBeLessThanOrEqual(2 * cycle);
  expect(mark).toBeGreaterThan(3 * cycle);
  expect(Math.min(...inMind)).toBeGreaterThanOrEqual(mark);
});

test("hands keys out by rising hash", () => {
  const recent = new RecentKeys(0, 64);
  for (let sequence = 1; sequence <= 64; sequence += 1) recent.add(hashOf(sequence), sequence);
  const hashes = recent.takeDue().keys.map(([hash]) => hash);
  expect(hashes).toHaveLength(64);
  expect(hashes).toEqual([...hashes].sort((left, right) => left - right));
});

test("sends a key into the table at once that no start would find", () => {
  const recent = new RecentKeys(10, 64);
  expect(recent.add(1, 10)).toBe(false);
  expect(recent.add(1, 11)).toBe(true);
  expect(recent.add(1, 12)).toBe(false);
});

test("is as it was before when the transaction is taken back", () => {
  const recent = new RecentKeys(0, 2);
  recent.add(1, 1);
  recent.keep();
  recent.add(2, 2);
  recent.takeDue();
  expect(recent.get(1)).toBeUndefined();
  recent.takeBack();
  expect([recent.get(1), recent.get(2)]).toEqual([1, undefined]);
  expect(recent.add(2, 3)).toBe(true);
});
