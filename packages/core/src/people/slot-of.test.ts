import { expect, test } from "vitest";
import { slotOf } from "./slot-of.js";

const numbers = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(4, "0"));

test.each([
  ["telephone numbers", numbers.map((number) => `+4930123${number}`)],
  ["mail addresses of one house", numbers.map((number) => `person.${number}@mail.example.com`)],
  ["ids of visitors", numbers.map((number) => `visitor-${number}-0123456789abcdef`)],
])("%s find places of their own", (_kind, addresses) => {
  const slots = addresses.map((address) => slotOf(address, 1_024));
  expect(slots.every((slot) => slot >= 0 && slot < 1_024)).toBe(true);
  // Thrown at random, a thousand would take about 640 of 1,024.
  expect(new Set(slots).size).toBeGreaterThan(500);
});
