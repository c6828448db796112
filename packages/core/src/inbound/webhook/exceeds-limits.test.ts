import fc from "fast-check";
import { expect, test } from "vitest";
import { exceedsJsonLimits } from "./exceeds-json-limits.js";
import { exceedsLimits } from "./exceeds-limits.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each<[string, string, string, boolean]>([
  ["100,000 arrays in each other", "application/json", "[".repeat(100_000), true],
  [
    "65 objects in each other, and something long",
    "application/json",
    `${`{"a":`.repeat(65)}"${"x".repeat(5_000)}"`,
    true,
  ],
  [
    "64 objects in each other",
    "application/json",
    `${`{"a":`.repeat(64)}"${"x".repeat(5_000)}"${"}".repeat(64)}`,
    false,
  ],
  ["100,001 members", "text/plain", `[${"0,".repeat(100_001)}0]`, true],
  ["brackets in a text", "application/json", `{"a":"${"[".repeat(5_000)}\\"${"{".repeat(5_000)}"}`, false],
  ["501 parts", "multipart/form-data; boundary=b", "\r\n--b\r\n\r\nx".repeat(501) + " ".repeat(500), true],
  ["20 parts", "multipart/form-data; boundary=b", "\r\n--b\r\n\r\nx".repeat(20) + " ".repeat(5_000), false],
  ["10,001 fields", "application/x-www-form-urlencoded", "a=1&".repeat(10_001), true],
  ["no JSON at all", "text/plain", "[".repeat(10), false],
])("%s", (_name, type, body, exceeds) => {
  expect(exceedsLimits(type, bytes(body))).toBe(exceeds);
});

test("no JSON that a person would send is too much", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
      expect(exceedsJsonLimits(bytes(JSON.stringify(value)))).toBe(false);
    }),
  );
});
