import { expect, test } from "vitest";
import { isCarriedUnchanged } from "./is-carried-unchanged.js";

const isCarried = (text: string): boolean => isCarriedUnchanged(Buffer.from(text, "latin1"));
const line = (length: number): string => `${"x".repeat(length)}\r\n`;

test.each([
  ["a line", "Subject: hello\r\n"],
  ["empty lines", "\r\n\r\n"],
  ["a line of 998 bytes", line(998)],
])("%s is", (_what, text) => expect(isCarried(text)).toBe(true));

test.each([
  ["nothing", ""],
  ["a line without an end", "Subject: hello"],
  ["a line feed alone", "a\nb\r\n"],
  ["a carriage return alone", "a\rb\r\n"],
  ["a carriage return at the end", "a\r\n\r"],
  ["two carriage returns before a line feed", "a\r\r\n"],
  ["NUL", "a\0\r\n"],
  ["a byte beyond ASCII", "\u00e4\r\n"],
  ["a line of 999 bytes", line(999)],
])("%s is not", (_what, text) => expect(isCarried(text)).toBe(false));

test("millions of lines are looked at like any others", () => expect(isCarried("\r\n".repeat(6_000_000))).toBe(true));
