import { expect, test } from "vitest";
import { readInstant } from "./read-instant.js";

test.each([
  ["2026-11-20T09:15:30.123Z", "iso", "2026-11-20T09:15:30.123Z"],
  ["2026-11-20 09:15:30.894719+00", "iso", "2026-11-20T09:15:30.894Z"],
  ["2026-11-20T04:15:30.1230000-05:00", "iso", "2026-11-20T09:15:30.123Z"],
  ["2026-11-20T09:15:30", "iso", undefined],
  ["yesterday", "iso", undefined],
  [1_763_630_130, "epoch-seconds", "2025-11-20T09:15:30.000Z"],
  [1_763_630_130_000, "epoch-ms", "2025-11-20T09:15:30.000Z"],
  [1e300, "epoch-ms", undefined],
  ["1763630130", "epoch-seconds", undefined],
] as const)("%s as %s is %s", (value, as, expected) => {
  expect(readInstant(value, as)).toBe(expected);
});
