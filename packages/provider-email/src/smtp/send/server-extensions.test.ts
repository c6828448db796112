import { expect, test } from "vitest";
import { readServerExtensions } from "./server-extensions.js";

const of = (...lines: string[]) =>
  readServerExtensions(["250-mail.example.org", ...lines.map((line) => `250-${line}`), "250 HELP"].join("\r\n"));

test.each([
  ["SIZE 1000", 1_000],
  ["size 1000", 1_000],
  ["SIZE  1000", 1_000],
  ["SIZE\t1000", 1_000],
  ["SIZE 1000 of bytes", 1_000],
  ["SIZE 0", undefined],
  ["SIZE", undefined],
  ["SIZE some", undefined],
  ["X-SIZE 10", undefined],
])("a limit is read from %j", (line, limit) => expect(of(line).sizeLimitBytes).toBe(limit));

test.each([
  [["SIZE 1000"], true],
  [["SIZE"], true],
  [["X-SIZE 10"], false],
  [["PIPELINING"], false],
])("%j: it takes the size of a message: %s", (lines, takes) => expect(of(...lines).takesSize).toBe(takes));

test("mechanisms are gathered from every line that names some", () => {
  expect(of("AUTH PLAIN LOGIN", "AUTH=LOGIN XOAUTH2", "auth\tcram-md5").mechanisms).toEqual([
    "PLAIN",
    "LOGIN",
    "XOAUTH2",
    "CRAM-MD5",
  ]);
  expect(of("AUTHOR PLAIN", "X-AUTH PLAIN", "AUTH").mechanisms).toEqual([]);
});
