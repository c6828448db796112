import { describe, expect, test } from "vitest";
import { decideServiceWindow } from "./service-window-policy.js";

const window = { hours: 24, always: ["template" as const], documentation: "https://example.com/window" };
const wroteAtMs = Date.parse("2026-11-21T12:00:00Z");
const afterMs = (ms: number) => wroteAtMs + ms;
const DAY_MS = 86_400_000;

describe("the service window", () => {
  test.each<[string, number | undefined, number, boolean]>([
    ["at the moment the person wrote", wroteAtMs, wroteAtMs, true],
    ["a millisecond before it closes", wroteAtMs, afterMs(DAY_MS - 1), true],
    ["when it closes", wroteAtMs, afterMs(DAY_MS), false],
    ["when the person never wrote", undefined, wroteAtMs, false],
  ])("%s: %s, %s, free content passes: %s", (_name, lastInboundAtMs, nowMs, passes) => {
    expect(decideServiceWindow(window, "text", lastInboundAtMs, nowMs) === undefined).toBe(passes);
  });

  test("is not needed for content the provider approved", () => {
    expect(decideServiceWindow(window, "template", undefined, wroteAtMs)).toBeUndefined();
  });

  test("that is closed says since when, by which rule, and what to do", () => {
    expect(decideServiceWindow(window, "image", wroteAtMs, afterMs(2 * DAY_MS))).toMatchObject({
      code: "SERVICE_WINDOW_CLOSED",
      gate: "service-window",
      rule: "R5",
      party: "account",
      remedy: expect.stringContaining("approved template"),
      details: { hours: 24, content: "image", always: ["template"], closedAt: "2026-11-22T12:00:00.000Z" },
    });
  });
});
