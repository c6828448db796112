import { expect, test } from "vitest";
import { checkComposed } from "./check-composed.js";

const GOOD = "From: a@example.com\r\nSubject: hello\r\n there\r\n\r\nbody\r\n";
const NAMES = ["From", "Subject"];

function check(message: string, names: readonly string[] = NAMES): () => void {
  return () => checkComposed(Buffer.from(message), names);
}

test("lets a message through whose fields are the intended ones", () => {
  expect(check(GOOD)).not.toThrow();
});

test.each([
  ["a field more", GOOD.replace("\r\n\r\n", "\r\nBcc: evil@example.net\r\n\r\n")],
  ["a field less", GOOD.replace("Subject: hello\r\n there\r\n", "")],
  ["another field instead", GOOD.replace("Subject", "Bcc")],
  ["an early end of the header", GOOD.replace("Subject", "\r\nSubject")],
  ["a line that is no field", GOOD.replace("Subject: hello", "Subject hello")],
  ["a folded line of blanks", GOOD.replace(" there", "  ")],
  ["a bare LF in the header", GOOD.replace("\r\n there", "\nBcc: evil@example.net")],
  ["a bare CR in the header", GOOD.replace("\r\n there", "\rBcc: evil@example.net")],
  ["a bare LF in the body", GOOD.replace("body", "bo\n.\ndy")],
  ["a bare CR in the body", GOOD.replace("body", "bo\r.\rdy")],
  ["NUL", GOOD.replace("body", "bo\0dy")],
  ["an unended last line", GOOD.replace(/\r\n$/, "")],
  ["no end of the header", "From: a\r\nSubject: b\r\n"],
])("refuses %s", (_name, message) => {
  expect(check(message)).toThrow("HEADER_UNSAFE");
});

test("refuses a line of more than 998 bytes", () => {
  expect(check(GOOD.replace("hello", "x".repeat(989)))).not.toThrow();
  expect(check(GOOD.replace("hello", "x".repeat(990)))).toThrow("HEADER_TOO_LONG");
});
