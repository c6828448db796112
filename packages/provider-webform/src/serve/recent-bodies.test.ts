import { expect, test } from "vitest";
import { RecentBodies } from "./recent-bodies.js";

const submitted = (text: string) => ({ values: new Map([["text", [text]]]), files: new Map() });

test("knows the last five thousand submissions, and forgets the oldest", () => {
  const bodies = new RecentBodies();
  for (let index = 0; index < 15_000; index += 1) bodies.keep(`n${String(index)}`, submitted(String(index)));
  const isKnown = (index: number): boolean => bodies.isSame(`n${String(index)}`, submitted(String(index)));
  expect([14_999, 12_000, 10_000].map(isKnown)).toEqual([true, true, true]);
  expect(isKnown(0)).toBe(false);
  expect(bodies.isSame("n14999", submitted("another"))).toBe(false);
});
